import type { Family, Words } from './address.ts'
import type { Labelled } from './flatten-prefixes.ts'
import { requirePrefix } from './prefix.ts'
import { buildPrefixTable, type PrefixTable } from './prefix-table.ts'
import { REACHABLE_WITHIN, UNREACHABLE } from './unreachable-prefixes.ts'

// Built when first asked for: whoever needs isUnusable alone pays neither the time nor the memory.
let table: PrefixTable<boolean> | undefined

/**
 * True for an address that packets can be sent to from anywhere, as far as the registries know.
 *
 * Multicast is not, nor is what they leave open (`n/a`). Space that nobody was ever assigned is in no registry, so that
 * true promises no more than "not special".
 */
export function isGloballyReachable(words: Words, family: Family): boolean {
  table ??= buildPrefixTable([...labelled(UNREACHABLE, false), ...labelled(REACHABLE_WITHIN, true)])
  return table.find(words, family) ?? true
}

/**
 * True for an address that no host can send from: unspecified, multicast, or limited broadcast (RFC 1122 section
 * 3.2.1.3, RFC 4291 sections 2.5.2 and 2.7). Allocates nothing.
 */
export function isUnusable(words: Words, family: Family): boolean {
  const first = words[0] ?? 0
  if (family === 4) return first === 0 || first >>> 28 === 0xe || first === 0xffff_ffff
  return first >>> 24 === 0xff || (first === 0 && words[1] === 0 && words[2] === 0 && words[3] === 0)
}

function labelled(texts: string, label: boolean): Labelled<boolean>[] {
  return texts.split(' ').map((text) => ({ prefix: requirePrefix(text), label }))
}
