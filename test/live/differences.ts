import { isIPv4, isIPv6 } from 'node:net'
import { type Entry, foldAddress, readNodeByHand } from './read-chain.ts'

export type Product = 'nginx' | 'proxy-addr'

/**
 * What a product answers where it differs.
 *
 * `nearest`: the last proxy before the entry. `text`: the entry's own text, whatever that is. `same`: the entry's address
 * in another spelling. `onwards`: something in the entry, or to the left of it.
 */
export type Claim = 'nearest' | 'text' | 'same' | 'onwards' | 'text or onwards'

/**
 * A kind of input on which a product differs from the walk. Whether a request is of the kind is decided by the request
 * alone, at the first entry from the right to which a kind applies. docs/differences.md says why for each.
 */
export type Difference = {
  readonly id: string
  readonly applies: (entry: Entry) => boolean
  readonly nginx?: Claim
  readonly 'proxy-addr'?: Claim
}

/** In order: the first that applies to an entry and makes a claim for the product is the one. */
export const ENTRY_DIFFERENCES: readonly Difference[] = [
  { id: 'comma-at-line-start', applies: isGluedToComma, nginx: 'nearest' },
  { id: 'empty-at-line-start', applies: isEmptyAtLineStart, nginx: 'nearest', 'proxy-addr': 'onwards' },
  { id: 'empty-entry', applies: ({ sent }) => sent === '', nginx: 'onwards', 'proxy-addr': 'onwards' },
  { id: 'inner-space', applies: ({ sent }) => sent.includes(' '), nginx: 'onwards', 'proxy-addr': 'text' },
  { id: 'tab', applies: ({ received }) => received.includes('\t'), nginx: 'nearest', 'proxy-addr': 'text' },
  { id: 'tab-at-line-end', applies: ({ sent }) => sent.includes('\t'), nginx: 'nearest' },
  { id: 'decimal-leading-zeros', applies: ({ sent }) => isLoose(sent), nginx: 'onwards' },
  { id: 'inet-aton', applies: ({ sent }) => isInetAton(sent), nginx: 'nearest', 'proxy-addr': 'text or onwards' },
  { id: 'zone', applies: ({ sent }) => isIPv6(sent) && sent.includes('%'), nginx: 'nearest', 'proxy-addr': 'text or onwards' },
  { id: 'port-leading-zeros', applies: ({ sent }) => hasZerosInPort(sent), nginx: 'onwards', 'proxy-addr': 'text' },
  { id: 'bracketed-ipv4', applies: ({ sent }) => isBracketedIPv4(sent), nginx: 'onwards', 'proxy-addr': 'text' },
  { id: 'broadcast', applies: ({ sent }) => sent === '255.255.255.255', nginx: 'nearest', 'proxy-addr': 'text' },
  { id: 'no-host', applies: isNoHost, nginx: 'same', 'proxy-addr': 'text' },
  { id: 'malformed', applies: ({ address }) => address === undefined, nginx: 'nearest', 'proxy-addr': 'text' },
  { id: 'port-or-brackets', applies: ({ sent }) => readNodeByHand(sent) !== undefined && !isPlain(sent), 'proxy-addr': 'text' },
  { id: 'mapped', applies: isMappedClient, nginx: 'same', 'proxy-addr': 'same' },
  { id: 'spelling', applies: ({ sent, address, isTrusted }) => !isTrusted && sent !== address, 'proxy-addr': 'same' },
]

/** nginx looks for a separator down to the second byte of a line, so one in the first stays part of the entry. */
function isGluedToComma({ line, start }: Entry): boolean {
  return line.startsWith(',') && start === 1 && line[1] !== ' ' && line[1] !== ','
}

function isEmptyAtLineStart({ sent, line, start }: Entry): boolean {
  return sent === '' && /^[ ,]*$/.test(line.slice(0, start))
}

/** Four decimal octets with zeros in front, or with no digits at all. */
function isLoose(text: string): boolean {
  return !isIPv4(text) && isIPv4(dropZeros(text))
}

export function dropZeros(text: string): string {
  return text.split('.').map((octet) => (/^\d*$/.test(octet) ? `${Number(octet)}` : octet)).join('.')
}

/** One to four numbers, decimal, octal or hexadecimal, as inet_aton reads them. */
function isInetAton(text: string): boolean {
  return !isIPv4(text) && /^(?:0x[\da-f]+|\d+)(?:\.(?:0x[\da-f]+|\d+)){0,3}$/i.test(text)
}

function hasZerosInPort(text: string): boolean {
  return /:0+[1-9]\d*$/.test(text) && readNodeByHand(text.replace(/:0+([1-9]\d*)$/, ':$1')) !== undefined && !isIPv6(text)
}

function isBracketedIPv4(text: string): boolean {
  const inner = text.replace(/^\[([^:]*)\]/, '$1')
  return inner !== text && readNodeByHand(inner) !== undefined
}

function isNoHost({ sent, address }: Entry): boolean {
  return address === undefined && readNodeByHand(sent) !== undefined
}

function isPlain(text: string): boolean {
  return isIPv4(text) || isIPv6(text)
}

function isMappedClient({ sent, address = '', isTrusted }: Entry): boolean {
  return !isTrusted && isIPv6(sent) && isIPv4(address) && foldAddress(sent) === address
}
