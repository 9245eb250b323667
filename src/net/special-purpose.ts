import type { Family, Words } from './address.ts'
import type { Labelled } from './flatten-prefixes.ts'
import { containsPrefix, type Prefix, parsePrefix } from './prefix.ts'
import { buildPrefixTable, type PrefixTable } from './prefix-table.ts'
import { SPECIAL_PURPOSE_NAMES } from './special-purpose-names.ts'
import { type Reachability, SPECIAL_PURPOSE_PREFIXES } from './special-purpose-prefixes.ts'

/** What the IANA registries say of a block of addresses (RFC 6890 section 2.2). */
export type SpecialPurpose = {
  readonly prefix: Prefix
  readonly name: string
  /** The document that assigned the block, such as `RFC 1918`. */
  readonly rfc: string
  /** Whether packets sent to the block cross the Internet; `n/a` where the registries answer neither. */
  readonly globallyReachable: Reachability
}

// All are built when first asked for: whoever needs isUnusable alone pays neither the time nor the memory.
let reachability: PrefixTable<Reachability> | undefined
let registry: readonly Labelled<SpecialPurpose>[] | undefined
let table: PrefixTable<SpecialPurpose> | undefined

/** The most specific registry entry around an address, undefined for ordinary address space. */
export function findSpecialPurpose(words: Words, family: Family): SpecialPurpose | undefined {
  registry ??= readRegistry()
  table ??= buildPrefixTable(registry)
  return table.find(words, family)
}

/**
 * True for an address that packets can be sent to from anywhere, as far as the registries know.
 *
 * Multicast is not, nor is what they leave open (`n/a`). Space that nobody was ever assigned is in no registry, so that
 * true promises no more than "not special".
 */
export function isGloballyReachable(words: Words, family: Family): boolean {
  reachability ??= buildPrefixTable(
    SPECIAL_PURPOSE_PREFIXES.map(([text, label]) => ({ prefix: readPrefix(text), label })),
  )
  const reachable = reachability.find(words, family)
  return !isUnusable(words, family) && (reachable === undefined || reachable === true)
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

/** The first registry entry that shares addresses with `prefix`. For set-up: it reads the registry from end to end. */
export function findSpecialPurposeWithin(prefix: Prefix): SpecialPurpose | undefined {
  registry ??= readRegistry()
  const found = registry.find((entry) => containsPrefix(entry.prefix, prefix) || containsPrefix(prefix, entry.prefix))
  return found?.label
}

function readRegistry(): Labelled<SpecialPurpose>[] {
  return SPECIAL_PURPOSE_PREFIXES.map(([text, globallyReachable]) => {
    const [name, rfc] = SPECIAL_PURPOSE_NAMES[text] ?? ['', '']
    const prefix = readPrefix(text)
    return { prefix, label: { prefix, name, rfc, globallyReachable } }
  })
}

function readPrefix(text: string): Prefix {
  const prefix = parsePrefix(text)
  if (prefix === undefined) throw new RangeError(`special-purpose registry: ${text} is no canonical prefix`)
  return prefix
}
