import { type HeaderFormat, isListFormat } from '../headers/header-format.ts'
import type { Ports } from '../headers/read-node.ts'
import type { Words } from '../net/address.ts'
import type { Labelled } from '../net/flatten-prefixes.ts'
import type { Prefix } from '../net/prefix.ts'
import { buildPrefixTable, type PrefixTable } from '../net/prefix-table.ts'
import { indexNames, type NameIndex } from './name-index.ts'
import type { GroupRules, HeaderRules, PolicyRules } from './policy-rules.ts'

/** What a group may say through one header. */
export type Speaker = {
  readonly header: string
  readonly slot: number
  readonly format: HeaderFormat
  readonly isList: boolean
  /** True for a list whose entries may be bare addresses, without quoting and without a port. */
  readonly isPlainList: boolean
  readonly optional: boolean
  readonly hops: number | undefined
  readonly ports: Ports
}

export type Group = {
  readonly name: string
  readonly provider: string | undefined
  /** In the configured order of precedence. */
  readonly speakers: readonly Speaker[]
  readonly proof: { readonly header: string; readonly slot: number; readonly secrets: readonly string[] } | undefined
}

/** What the table says of an address: the group it belongs to, and whether the group calls it a client. */
export type Member = { readonly group: Group; readonly isClient: boolean }

/**
 * Rules made ready for {@link resolve}, and shared by all requests: unchanging but for a scratch buffer and the spellings
 * of header names that it remembers, neither of which can change an answer.
 */
export type Policy = {
  readonly members: PrefixTable<Member>
  /** Whoever connects from no known range, where such a group is configured. */
  readonly anyone: Member | undefined
  readonly names: NameIndex
  readonly maxHops: number
  readonly ownZones: ReadonlySet<string>
  readonly pseudoIPv4: 'refuse' | 'read-ipv6'
  readonly platform: { readonly provider: string; readonly ranges: PrefixTable<true> } | undefined
  /** Room to parse in, so that a request allocates none. A walk is synchronous, hence never two at a time. */
  readonly scratch: Words
}

/**
 * Compiles resolution rules. They come from settings, whose reader has refused what makes no sense.
 *
 * @throws RangeError if two groups hold the same prefix.
 */
export function compilePolicy(rules: PolicyRules): Policy {
  const names = indexNames(rules)
  const entries: Labelled<Member>[] = []
  let anyone: Member | undefined
  for (const groupRules of rules.groups) {
    const group = compileGroup(groupRules, rules.headers, names)
    if (groupRules.ranges === 'any') anyone = { group, isClient: false }
    else entries.push(...labelAll(groupRules.ranges, { group, isClient: false }))
    entries.push(...labelAll(groupRules.clients, { group, isClient: true }))
  }
  return {
    members: buildPrefixTable(entries),
    anyone,
    names,
    maxHops: rules.maxHops,
    ownZones: new Set(rules.ownZones),
    pseudoIPv4: rules.pseudoIPv4,
    platform: rules.platform && { ...rules.platform, ranges: buildPrefixTable(labelAll(rules.platform.ranges, true)) },
    scratch: new Uint32Array(4),
  }
}

function compileGroup(rules: GroupRules, headers: readonly HeaderRules[], names: NameIndex): Group {
  const speakers = headers.filter((header) => header.from.includes(rules.name))
  return {
    name: rules.name,
    provider: rules.provider,
    speakers: speakers.map(({ name, format, optional, hops, ports }) => ({
      header: name,
      slot: names.slotOf(name),
      format,
      isList: isListFormat(format),
      isPlainList: format === 'x-forwarded-for' && ports !== 'always',
      optional,
      hops,
      ports,
    })),
    proof: rules.proof && { ...rules.proof, slot: names.slotOf(rules.proof.header) },
  }
}

function labelAll<Label>(prefixes: readonly Prefix[], label: Label): Labelled<Label>[] {
  return prefixes.map((prefix) => ({ prefix, label }))
}
