import type { TrustedList } from './trusted-list.ts'

const SHOWN_DRAINING = 4

/**
 * What stands above a list in whatever is configured with it: its source, its state, and what it does not prove.
 *
 * No time of writing is in it, so that a file changes when its list does. Every line is printable ASCII: a record is text
 * from a store, and a line break in its source would begin a directive of its own.
 */
export function listHead(list: TrustedList, writtenCount: number): readonly string[] {
  const { provider, source, asOf, digest, prefixes } = list
  const ipv6 = prefixes.filter((prefix) => prefix.includes(':')).length
  return [
    `ipseal: the trusted list ${provider}, ${prefixes.length - ipv6} IPv4 and ${ipv6} IPv6 prefixes`,
    `Source:  ${source}`,
    `As of:   ${asOf}`,
    `SHA-256: ${digest}`,
    ...describeDraining(list.draining),
    ...(writtenCount === prefixes.length
      ? []
      : [`Joined exactly into ${writtenCount} prefixes, which hold the same addresses and no other.`]),
    ...trustOf(provider),
  ].map((line) => line.replace(/[^\x20-\x7e]/gu, '?'))
}

function describeDraining(draining: readonly string[]): readonly string[] {
  if (draining.length === 0) return []
  const shown = draining.slice(0, SHOWN_DRAINING).join(', ')
  const more = draining.length > SHOWN_DRAINING ? ` and ${draining.length - SHOWN_DRAINING} more` : ''
  return [`Withdrawn by the source, and still in it until their connections are gone: ${shown}${more}`]
}

function trustOf(provider: string): readonly string[] {
  if (provider.startsWith('list:'))
    return ['It says from where its members connect, as its publisher wrote it; nobody proves it to you.']
  return [
    'It says whose machines connect, and never on whose behalf: anyone can rent the same provider. Let a seal, or a proof',
    'that only your own edge knows, decide who is believed.',
  ]
}
