import { describe, expect, test } from 'vitest'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { type ChosenList, type ChosenRanges, chooseRanges } from '../../src/settings/choose-ranges.ts'
import { namedLists } from '../../src/settings/named-lists.ts'
import { es256 } from '../assertion/vector-parts.ts'
import { type RangeVector, readRangeVectors } from './range-vectors.ts'

const { now, settings: base, cases } = readRangeVectors()

async function choose({ settings, platform, stored, bundled, previous }: RangeVector): Promise<ChosenRanges> {
  const kept = Object.entries(previous).map(([name, { from, record }]): [string, ChosenList] => {
    return [name, { from, record, prefixes: record.prefixes }]
  })
  const all = { trust: [], ...base, ...settings }
  const names = namedLists(all, platform ?? undefined)
  const sources = {
    stored: new Map(Object.entries(stored ?? {})),
    unread: new Map(stored === null ? names.map((name) => [name, 'away']) : []),
    bundledOf: (name: string) => bundled[name],
    previous: new Map(kept),
    platform: platform ?? undefined,
  }
  return await chooseRanges(all, sources, now)
}

function show({ lists, notes, isRefused }: ChosenRanges): RangeVector['expect'] {
  const shown = [...lists].map(([name, { from, prefixes }]) => [name, [from, ...prefixes]])
  const lines = notes.map(({ list, from, staleness, fault }) =>
    [list, from, staleness, fault].map((part) => part ?? '-'),
  )
  return { lists: Object.fromEntries(shown), notes: lines.map((line) => line.join(' ')), isRefused }
}

describe('an edge that reads stored lists', () => {
  test.each(cases)('$name', async (vector) => {
    expect(show(await choose(vector))).toEqual(vector.expect)
  })

  test('has a vector for each fault', () => {
    const seen = cases.flatMap(({ expect: { notes } }) => notes.map((note) => note.split(' ')[3]))
    expect(new Set(seen)).toEqual(
      new Set([
        '-',
        'not-stored',
        'store-failed',
        'unsigned',
        'bad-signature',
        'unreadable',
        'another-list',
        'from-the-future',
        'rolled-back',
        'prefix-twice',
      ]),
    )
  })

  test('does not start with a key to check signatures by that is none', async () => {
    // No point of the curve, which only an import tells.
    const signedBy = publicJwks([{ ...es256, y: es256.x }])
    const started = chooseRanges(
      { trust: [], ranges: { signedBy, onStale: 'keep' } },
      { stored: new Map(), bundledOf: () => undefined },
      now,
    )
    await expect(started).rejects.toMatchObject({ code: 'BAD_KEY_MATERIAL' })
  })
})
