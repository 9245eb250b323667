import { isIP, isIPv4, isIPv6 } from 'node:net'
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
  /** `text` is the entry as the product gets it. */
  readonly applies: (text: string, entry: Entry) => boolean
  readonly nginx?: Claim
  readonly 'proxy-addr'?: Claim
  /** The nginx that first does as we do. */
  readonly nginxUntil?: string
}

/** In order: the first that applies to an entry and makes a claim for the product is the one. */
export const ENTRY_DIFFERENCES: readonly Difference[] = [
  { id: 'comma-at-line-start', applies: isGluedToComma, nginx: 'nearest' },
  { id: 'empty-at-line-start', applies: isEmptyAtLineStart, nginx: 'nearest' },
  { id: 'empty-entry', applies: (text) => text === '', nginx: 'onwards', 'proxy-addr': 'onwards' },
  { id: 'inner-space', applies: (text) => text.includes(' '), nginx: 'onwards', 'proxy-addr': 'text' },
  { id: 'tab', applies: (text) => text.includes('\t'), nginx: 'nearest', 'proxy-addr': 'text' },
  { id: 'decimal-leading-zeros', applies: isLoose, nginx: 'onwards' },
  { id: 'inet-aton', applies: isInetAton, nginx: 'nearest', 'proxy-addr': 'text or onwards' },
  { id: 'zone', applies: hasZone, nginx: 'nearest', 'proxy-addr': 'text or onwards' },
  { id: 'port-leading-zeros', applies: hasZerosInPort, nginx: 'onwards', 'proxy-addr': 'text' },
  { id: 'bracketed-ipv4', applies: isBracketedIPv4, nginx: 'onwards', 'proxy-addr': 'text' },
  { id: 'brackets-alone', applies: isInBracketsAlone, nginx: 'nearest', nginxUntil: '1.27.3' },
  { id: 'broadcast', applies: (text) => text === '255.255.255.255', nginx: 'nearest', 'proxy-addr': 'text' },
  { id: 'no-host', applies: isNoHost, nginx: 'same', 'proxy-addr': 'text' },
  { id: 'malformed', applies: (_, { address }) => address === undefined, nginx: 'nearest', 'proxy-addr': 'text' },
  { id: 'port-or-brackets', applies: hasPortOrBrackets, 'proxy-addr': 'text' },
  { id: 'mapped', applies: isMappedClient, nginx: 'same', 'proxy-addr': 'same' },
  { id: 'spelling', applies: (text, { address, isTrusted }) => !isTrusted && text !== address, 'proxy-addr': 'same' },
]

/** The ways in which a walk ends without a client though no entry is at fault. Both products differ on all of them. */
export const ENDING_DIFFERENCES = ['no-header', 'all-trusted', 'too-many-hops', 'scan-limit'] as const

/** What a product of a certain version differs in. */
export function differencesOf(product: Product, version: string): readonly Difference[] {
  return ENTRY_DIFFERENCES.filter(({ nginxUntil, ...claims }) => {
    return claims[product] !== undefined && (nginxUntil === undefined || isOlder(version, nginxUntil))
  })
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0
}

/** nginx looks for a separator down to the second byte of a line, so one in the first stays part of the entry. */
function isGluedToComma(_: string, { line, start }: Entry): boolean {
  return line.startsWith(',') && start === 1 && line[1] !== ' ' && line[1] !== ','
}

function isEmptyAtLineStart(text: string, { line, start }: Entry): boolean {
  return text === '' && /^[ ,]*$/.test(line.slice(0, start))
}

/** Four decimal octets with zeros in front, or with no digits at all. */
function isLoose(text: string): boolean {
  return !isIPv4(text) && isIPv4(dropZeros(text))
}

export function dropZeros(text: string): string {
  return text
    .split('.')
    .map((octet) => (/^\d*$/.test(octet) ? `${Number(octet)}` : octet))
    .join('.')
}

/** One to four numbers, decimal, octal or hexadecimal, as inet_aton reads them. */
function isInetAton(text: string): boolean {
  return !isIPv4(text) && /^(?:0x[\da-f]+|\d+)(?:\.(?:0x[\da-f]+|\d+)){0,3}$/i.test(text)
}

function hasZerosInPort(text: string): boolean {
  return (
    /:0+[1-9]\d*$/.test(text) && readNodeByHand(text.replace(/:0+([1-9]\d*)$/, ':$1')) !== undefined && !isIPv6(text)
  )
}

function isBracketedIPv4(text: string): boolean {
  const inner = text.replace(/^\[([^:]*)\]/, '$1')
  return inner !== text && readNodeByHand(inner) !== undefined
}

function isInBracketsAlone(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']') && isIPv6(text.slice(1, -1))
}

function hasZone(text: string): boolean {
  return isIPv6(text) && text.includes('%')
}

function isNoHost(text: string, { address }: Entry): boolean {
  return address === undefined && readNodeByHand(text) !== undefined
}

function hasPortOrBrackets(text: string): boolean {
  return readNodeByHand(text) !== undefined && isIP(text) === 0
}

function isMappedClient(text: string, { isTrusted }: Entry): boolean {
  return !isTrusted && isIPv6(text) && isIPv4(foldAddress(text))
}
