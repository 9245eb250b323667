import type { ListFault } from './list-fault.ts'
import type { NeverTrusted } from './never-trusted.ts'

const MAX_SHOWN_LENGTH = 64
const MAX_SHOWN_BLOCKS = 3

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
    case 'never-trusted':
      return `${quote(fault.entry)} must be apart from ${fault.block}, ${OWNERS[fault.space]}`
    case 'empty-list':
      return 'the list must hold prefixes; it is empty'
    case 'missing-anchor':
      return `${fault.anchor} must be there, as it has been for years`
    case 'unlikely-count':
      return `the number of ${fault.family} prefixes must be ${fault.bounds.join(' to ')}; got ${fault.count}`
    case 'large-removal':
      return describeRemoval(fault)
    case 'small-overlap':
      return (
        `the share of ${fault.family} addresses that the last accepted list holds too must be ${percent(fault.least)} ` +
        `or more unless a person confirms; got ${percent(fault.share)}`
      )
    case 'older-version':
      return `the version must not be older than ${quote(fault.accepted)}, the last accepted one; got ${quote(fault.version)}`
    case 'version-ahead':
      return `the version must be ${fault.newest} at most by now, or it would shut out every later one; got ${quote(fault.version)}`
    case 'changed-under-version':
      return `the list must be the last accepted one, as it has the same version ${quote(fault.version)}; got another list`
  }
}

const OWNERS: Readonly<Record<NeverTrusted, string>> = {
  eyeballs: 'from where users reach the Internet',
  'cloud-customers': "which any of a cloud's customers can send from",
}

function describeRemoval({ family, share, most, removed }: Extract<ListFault, { reason: 'large-removal' }>): string {
  const rule = most === 0 ? 'none' : `${percent(most)} at most`
  const unseen = removed.length - MAX_SHOWN_BLOCKS
  const blocks = removed.slice(0, MAX_SHOWN_BLOCKS).join(', ') + (unseen > 0 ? ` and ${unseen} more` : '')
  return `the ${family} addresses withdrawn must be ${rule} unless a person confirms; got ${percent(share)}: ${blocks}`
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`
}

function quote(entry: string): string {
  return JSON.stringify(entry.slice(0, MAX_SHOWN_LENGTH)).replace(/[^\x20-\x7e]/gu, '?')
}
