import { printIPv4 } from '../../src/net/print.ts'
import type { FeedVersion } from '../../src/ranges/feeds/feed.ts'
import type { RangesRecord } from '../../src/ranges/record.ts'

/** A list of the vectors' file with changes; with none of the members it is empty. */
export type ListRecipe = {
  /** A name in `lists`. */
  readonly list?: string
  /** The first or the last so many of it alone. */
  readonly first?: number
  readonly last?: number
  readonly without?: readonly string[]
  readonly with?: readonly string[]
  /** So many single hosts, counted up from an address. */
  readonly hosts?: { readonly first: string; readonly count: number }
  readonly version?: FeedVersion
}

export type AcceptanceVector = {
  readonly name: string
  readonly provider: string
  readonly previous?: ListRecipe
  readonly claimed: ListRecipe
  readonly confirmed?: boolean
  /** Unix seconds; without it no version is too new. */
  readonly now?: number
  /** When the previous list was; at 0 if left out. */
  readonly checkedAt?: number
}

export type Lists = Readonly<Record<string, readonly string[]>>

/** Makes the list that a recipe describes. */
export function listOf(recipe: ListRecipe, lists: Lists): readonly string[] {
  const { list, first, last, without = [], hosts } = recipe
  const whole = list === undefined ? [] : (lists[list] ?? [])
  const part = whole.slice(last === undefined ? 0 : -last, first)
  const kept = part.filter((prefix) => !without.includes(prefix))
  return [...kept, ...(recipe.with ?? []), ...(hosts === undefined ? [] : countUp(hosts))]
}

/** The record in which a list stands as the last accepted one; acceptance reads no more of it than this. */
export function recordWith(provider: string, recipe: ListRecipe, lists: Lists): RangesRecord {
  const prefixes = listOf(recipe, lists)
  const ipv6 = prefixes.filter((text) => text.includes(':')).length
  const { version } = recipe
  return {
    v: 1,
    provider,
    source: 'https://example.com/list',
    acceptedAt: 0,
    checkedAt: 0,
    ...(version === undefined ? {} : { version }),
    etags: [],
    counts: { ipv4: prefixes.length - ipv6, ipv6 },
    digest: '',
    prefixes,
    added: [],
    pending: [],
  }
}

function countUp({ first, count }: { readonly first: string; readonly count: number }): readonly string[] {
  const start = first.split('.').reduce((number, octet) => number * 256 + Number(octet), 0)
  return Array.from({ length: count }, (_, i) => `${printIPv4(start + i)}/32`)
}
