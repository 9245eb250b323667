import type { Family, Words } from './address.ts'
import type { Labelled } from './flatten-prefixes.ts'
import { containsPrefix, type Prefix, requirePrefix } from './prefix.ts'
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

// Both are built when first asked for.
let registry: readonly Labelled<SpecialPurpose>[] | undefined
let table: PrefixTable<SpecialPurpose> | undefined

/** The most specific registry entry around an address, undefined for ordinary address space. */
export function findSpecialPurpose(words: Words, family: Family): SpecialPurpose | undefined {
  registry ??= readRegistry()
  table ??= buildPrefixTable(registry)
  return table.find(words, family)
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
    const prefix = requirePrefix(text)
    return { prefix, label: { prefix, name, rfc, globallyReachable } }
  })
}
