import type { ListFault } from './accept-list.ts'

const MAX_SHOWN_LENGTH = 64

/** Says what is wrong with a claimed list and what would be right. Claimed text is shown escaped and cut short. */
export function describeListFault(fault: ListFault): string {
  switch (fault.reason) {
    case 'malformed-prefix':
      return `${quote(fault.entry)} must be a CIDR block without host bits, such as 192.0.2.0/24`
    case 'not-canonical':
      return `${quote(fault.entry)} must be written ${fault.canonical}`
    case 'repeated-prefix':
      return `${quote(fault.entry)} must be there once`
    case 'too-wide':
      return `${quote(fault.entry)} must be no wider than /${fault.shortest}`
    case 'not-public':
      return `${quote(fault.entry)} must be public address space, but shares addresses with: ${fault.because}`
    case 'excluded-space':
      return `${quote(fault.entry)} must be apart from ${fault.excluded}, which is not this provider's edge`
    case 'missing-anchor':
      return `${fault.anchor} must be there, as it has been for years`
    case 'unlikely-count':
      return `the number of ${fault.family} prefixes must be ${fault.bounds.join(' to ')}; got ${fault.count}`
  }
}

function quote(entry: string): string {
  return JSON.stringify(entry.slice(0, MAX_SHOWN_LENGTH)).replace(/[^\x20-\x7e]/gu, '?')
}
