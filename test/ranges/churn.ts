import { type Prefix, requirePrefix } from '../../src/net/prefix.ts'
import { halvesOf } from '../../src/net/split-prefix.ts'
import { CLOUDFRONT } from '../../src/ranges/lists/cloudfront.ts'

/** One state of Amazon's file, as far as CloudFront is concerned. */
export type Published = {
  /** Unix seconds, and the sync token. */
  readonly at: number
  /** CLOUDFRONT_ORIGIN_FACING. */
  readonly facing: readonly string[]
  /** CLOUDFRONT. */
  readonly wider: readonly string[]
}

/** A state that reaches a refresh. A notification may come late, twice, or after that of a newer one. */
export type Arrival = { readonly at: number; readonly published: Published }

export const YEAR_BEGINS = secondsOf('2025-08-22T00:00:00Z')
const YEAR_ENDS = secondsOf('2026-08-22T21:17:05Z')
/** Published in these twelve months, and counted as arrivals here if nothing comes twice. */
export const VERSIONS = 1164

/** In CLOUDFRONT 70 days before it came to CLOUDFRONT_ORIGIN_FACING. */
export const FORETOLD = '24.110.128.0/17'
export const FORETOLD_AT = secondsOf('2026-06-04T17:00:00Z')
/** Stands for the row that went in August 2025, and for the one that came in the spring: 47 rows between them. */
export const GONE_FOR_MONTHS = '205.251.218.0/24'

/** Eight of the sixteen parts of 52.46.0.0/18 are halved once more: 24 rows in place of one. */
const FLAPPED_TWICE = new Set(['0', '4', '8', '12', '16', '20', '24', '28'].map((octet) => `52.46.${octet}.0/22`))

/** Changes of CLOUDFRONT in these twelve months. */
const WIDER_CHANGES = 35
/** A part of what CLOUDFRONT holds besides; one of them comes or goes with each change. */
const VIEWERS = Array.from({ length: 40 }, (_, i) => `18.${160 + Math.floor(i / 8)}.${(i % 8) * 32}.0/19`)

/** The first list of the year and the nine that followed it: 45, 48, 77, 64, 48, 47, 70, 47, 48 and 49 rows. */
export const FACING: readonly { readonly at: number; readonly rows: readonly string[] }[] = listFacing()

/** Makes the year's states, the oldest first, and in what order and when they reach a refresh. The same for a seed. */
export function churnOf(seed: number): readonly Arrival[] {
  const random = randomOf(seed)
  const states = publishYear(random)
  const arrivals = states.flatMap((published): readonly Arrival[] => {
    const isLate = random() < 0.05
    const delay = isLate ? 3600 + random() * 86_400 : 1 + random() * 300
    const first = { at: Math.floor(published.at + delay), published }
    return random() < 0.03 ? [first, { at: first.at + Math.floor(random() * 7200), published }] : [first]
  })
  return arrivals.sort((a, b) => a.at - b.at)
}

function publishYear(random: () => number): readonly Published[] {
  const moments = new Set([...FACING.slice(1).map(({ at }) => at), FORETOLD_AT])
  while (moments.size < VERSIONS) moments.add(Math.floor(YEAR_BEGINS + 1 + random() * (YEAR_ENDS - YEAR_BEGINS)))
  const times = [...moments].sort((a, b) => a - b)
  const changes = new Set<number>()
  while (changes.size < WIDER_CHANGES - 1) changes.add(Math.floor(random() * VERSIONS))
  const viewers = new Set(VIEWERS.slice(0, 20))
  return times.map((at, i) => {
    if (changes.has(i)) toggle(viewers, VIEWERS[Math.floor(random() * VIEWERS.length)] ?? '')
    if (at === FORETOLD_AT) viewers.add(FORETOLD)
    const facing = FACING.findLast((state) => state.at <= at)?.rows ?? []
    return { at, facing, wider: [...new Set([...facing, ...viewers])] }
  })
}

/**
 * The state of August 2026 is Amazon's own, and the earlier ones are made from it: how many rows there were and on which
 * days is measured, which of them were split is not, except those of 52.46 in October.
 */
function listFacing(): readonly { readonly at: number; readonly rows: readonly string[] }[] {
  const newest = CLOUDFRONT.prefixes
  const spring = newest.filter((row) => row !== FORETOLD)
  const autumn = spring.filter((row) => row !== GONE_FOR_MONTHS)
  const split = splitRows(splitRows(splitRows(spring, '64.252.64.0/18', 4), '64.252.128.0/18', 3), '70.132.0.0/18', 3)
  const flapping = splitRows(autumn, '52.46.0.0/18', 4).flatMap((row) =>
    splitRows([row], row, FLAPPED_TWICE.has(row) ? 1 : 0),
  )
  return [
    { at: YEAR_BEGINS, rows: spring.filter((row) => !row.includes(':')) },
    { at: secondsOf('2025-08-25T09:00:00Z'), rows: spring },
    { at: secondsOf('2025-08-25T16:00:00Z'), rows: split },
    {
      at: secondsOf('2025-08-25T23:00:00Z'),
      rows: splitRows(splitRows(spring, '64.252.64.0/18', 4), '70.132.0.0/18', 1),
    },
    { at: secondsOf('2025-08-26T11:00:00Z'), rows: spring },
    { at: secondsOf('2025-08-26T21:00:00Z'), rows: autumn },
    { at: secondsOf('2025-10-27T08:00:00Z'), rows: flapping },
    { at: secondsOf('2025-10-27T19:00:00Z'), rows: autumn },
    { at: secondsOf('2026-03-03T12:00:00Z'), rows: spring },
    { at: secondsOf('2026-08-13T17:00:00Z'), rows: newest },
  ]
}

/** Puts in place of a row the blocks that it consists of, each `bits` longer. */
function splitRows(rows: readonly string[], row: string, bits: number): readonly string[] {
  let parts: readonly Prefix[] = [requirePrefix(row)]
  for (let i = 0; i < bits; i++) parts = parts.flatMap((part) => halvesOf(part) ?? [part])
  return rows.flatMap((one) => (one === row ? parts.map(({ text }) => text) : [one]))
}

function toggle(rows: Set<string>, row: string): void {
  if (!rows.delete(row)) rows.add(row)
}

function secondsOf(time: string): number {
  return Date.parse(time) / 1000
}

/** Numbers from 0 up to 1, the same for a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
