import { beforeAll, describe, expect, test } from 'vitest'
import { requirePrefix } from '../../src/net/prefix.ts'
import { type Acceptance, acceptList } from '../../src/ranges/accept-list.ts'
import { type AcceptanceRules, rulesOf } from '../../src/ranges/acceptance-rules.ts'
import { type AddressSpace, findSharing, spaceOf } from '../../src/ranges/address-space.ts'
import { applyUpdate, type UpdatedList } from '../../src/ranges/apply-update.ts'
import type { RangesRecord } from '../../src/ranges/record.ts'
import { trustedPrefixes } from '../../src/ranges/trusted-prefixes.ts'
import {
  type Arrival,
  churnOf,
  FACING,
  FORETOLD,
  FORETOLD_AT,
  GONE_FOR_MONTHS,
  type Published,
  VERSIONS,
  YEAR_BEGINS,
} from './churn.ts'
import { update } from './replay-updates.ts'

/** A year ago the list had no IPv6 at all. */
const rules: AcceptanceRules = { ...rulesOf('cloudfront'), counts: { ipv4: [30, 120], ipv6: [0, 60] } }
const { drainSeconds } = rules

/** One address for each piece that any list of the year tells apart: what holds for it holds for the piece. */
const pieces = [...new Set(FACING.flatMap(({ rows }) => rows))]
  .map((row) => requirePrefix(row))
  .map((row) => ({
    ...row,
    length: row.family === 4 ? 32 : 128,
  }))

type Seen = { readonly arrival: Arrival; readonly acceptance: Acceptance; readonly updated: UpdatedList | undefined }

async function replay(
  arrivals: readonly Arrival[],
): Promise<{ readonly seen: readonly Seen[]; readonly broken: readonly string[] }> {
  const seen: Seen[] = []
  const broken: string[] = []
  const goneAt = new Map<string, number>()
  let record: RangesRecord = (
    await update(undefined, { at: YEAR_BEGINS, prefixes: FACING[0]?.rows ?? [] }, drainSeconds)
  ).record
  let newest: Published = { at: YEAR_BEGINS, facing: record.prefixes, wider: record.prefixes }
  for (const [i, arrival] of arrivals.entries()) {
    const { at, published } = arrival
    const version = { text: String(published.at), order: published.at }
    const acceptance = acceptList(published.facing, rules, { previous: record, version })
    let updated: UpdatedList | undefined
    if (acceptance.ok) {
      const { provider, source } = record
      const shared = { previous: record, accepted: acceptance, provider, source, version, etags: [], drainSeconds }
      updated = await applyUpdate({ ...shared, wider: published.wider, now: at })
      record = updated.record
    }
    if (published.at > newest.at) newest = published
    const live = spaceHeldBy(newest.facing)
    note(goneAt, live, at)
    seen.push({ arrival, acceptance, updated })
    // From this state to the next: as it begins, as it ends, and around the end of each drain.
    const ends = record.pending.flatMap(({ until }) => [until - 1, until])
    const until = arrivals[i + 1]?.at ?? at + drainSeconds + 1
    for (const time of [at, until - 1, ...ends].filter((one) => one >= at && one < until)) {
      broken.push(...judge({ record, live, goneAt }, time))
    }
  }
  return { seen, broken }
}

// The year has few lists and many moments.
const spaces = new Map<string, AddressSpace>()

function spaceHeldBy(rows: readonly string[]): AddressSpace {
  const name = rows.join()
  const space = spaces.get(name) ?? spaceOf(rows.map(requirePrefix))
  spaces.set(name, space)
  return space
}

/** The oracle: when each piece was seen to go. */
function note(goneAt: Map<string, number>, live: AddressSpace, at: number): void {
  for (const piece of pieces) {
    if (findSharing(live, piece) !== undefined) goneAt.set(piece.text, Number.POSITIVE_INFINITY)
    else if (goneAt.get(piece.text) === Number.POSITIVE_INFINITY) goneAt.set(piece.text, at)
  }
}

type Moment = {
  readonly record: RangesRecord
  readonly live: AddressSpace
  readonly goneAt: ReadonlyMap<string, number>
}

function judge({ record, live, goneAt }: Moment, time: number): readonly string[] {
  const trusted = spaceHeldBy(trustedPrefixes(record, time))
  return pieces.flatMap((piece) => {
    const isTrusted = findSharing(trusted, piece) !== undefined
    if (findSharing(live, piece) !== undefined) return isTrusted ? [] : [`${piece.text} is live and dropped at ${time}`]
    const gone = goneAt.get(piece.text)
    const drains = gone !== undefined && time < gone + drainSeconds
    if (isTrusted === drains) return []
    return [`${piece.text} went at ${gone} and is ${isTrusted ? 'still trusted' : 'dropped'} at ${time}`]
  })
}

describe.each([1, 20_260_822])('a year of changes, from seed %i', (seed) => {
  const arrivals = churnOf(seed)
  let year: Awaited<ReturnType<typeof replay>>
  beforeAll(async () => {
    year = await replay(arrivals)
  })

  test('is as measured: 1,164 versions, nine changes, five of them within 48 hours', () => {
    expect(new Set(arrivals.map(({ published }) => published.at)).size).toBe(VERSIONS)
    expect(FACING.map(({ rows }) => rows.length)).toEqual([45, 48, 77, 64, 48, 47, 70, 47, 48, 49])
    const hours = FACING.slice(1).map(({ at }) => (at - (FACING[1]?.at ?? 0)) / 3600)
    expect(hours.filter((hour) => hour <= 48)).toHaveLength(5)
    const order = arrivals.map(({ published }) => published.at)
    expect(order.filter((at, i) => at < (order[i - 1] ?? 0)).length).toBeGreaterThan(20)
  })

  test('never drops a live prefix early, and never keeps a withdrawn one past its drain', () => {
    expect(year.broken).toEqual([])
  })

  test('needs no person, and refuses exactly what is older than what was accepted', () => {
    let newest = 0
    for (const { arrival, acceptance } of year.seen) {
      const { at } = arrival.published
      const reasons = acceptance.ok ? [] : acceptance.faults.map(({ reason }) => reason)
      expect(reasons).toEqual(at < newest ? ['older-version'] : [])
      newest = Math.max(newest, at)
    }
  })

  test('adds and withdraws five blocks in all, whatever is split and merged', () => {
    const updates = year.seen.flatMap(({ updated }) => updated ?? [])
    const ipv6 = ['2600:9000:1000::/36', '2600:9000:5200::/40', '2600:9000:6000::/36']
    expect(updates.flatMap(({ added }) => added)).toEqual([...ipv6, GONE_FOR_MONTHS, FORETOLD])
    expect(updates.flatMap(({ withdrawn }) => withdrawn)).toEqual([GONE_FOR_MONTHS])
  })

  test('tells of a new block 70 days before it is trusted', () => {
    const told = year.seen.find(({ updated }) => updated?.announced.includes(FORETOLD))
    const added = year.seen.find(({ updated }) => updated?.added.includes(FORETOLD))
    const days = ((added?.arrival.at ?? 0) - (told?.arrival.at ?? 0)) / 86_400
    expect(told?.arrival.at).toBeGreaterThan(FORETOLD_AT)
    expect(Math.round(days)).toBeGreaterThanOrEqual(69)
    expect(Math.round(days)).toBeLessThanOrEqual(71)
  })
})
