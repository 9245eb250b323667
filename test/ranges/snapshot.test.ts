import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readAddress } from '../../src/net/address.ts'
import { type Prefix, parsePrefix } from '../../src/net/prefix.ts'
import { buildPrefixTable } from '../../src/net/prefix-table.ts'
import { acceptList } from '../../src/ranges/accept-list.ts'
import { ACCEPTANCE_RULES } from '../../src/ranges/acceptance-rules.ts'
import { digestPrefixes } from '../../src/ranges/digest-prefixes.ts'
import { EDGE_SNAPSHOT } from '../../src/ranges/edge-snapshot.ts'
import { findOverlaps } from '../../src/ranges/find-overlaps.ts'
import { BUNDLED_NAMES, isProviderName, type ProviderList } from '../../src/ranges/provider.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import vectors from '../vectors/provider-ranges.json' with { type: 'json' }

const EDGE_BUDGET_BYTES = 12_000

function prefixesOf(list: ProviderList): Prefix[] {
  return list.prefixes.flatMap((text) => parsePrefix(text) ?? [])
}

const owned = BUNDLED_NAMES.flatMap((provider) =>
  prefixesOf(SNAPSHOT[provider]).map((prefix) => ({ provider, prefix, label: provider })),
)

describe('the snapshot', () => {
  const table = buildPrefixTable(owned)

  test.each(vectors)('gives $address to $provider', ({ address, provider }) => {
    const words = new Uint32Array(4)
    const family = readAddress(words, address, 0, address.length)
    expect(family === 0 ? 'no address' : (table.find(words, family) ?? null)).toBe(provider)
  })

  test('gives no address to two providers', () => {
    expect(findOverlaps(owned)).toEqual([])
  })

  test('holds a list of each provider under its own name', () => {
    expect(Object.keys(SNAPSHOT).sort()).toEqual([...BUNDLED_NAMES].sort())
    expect(BUNDLED_NAMES.map((name) => SNAPSHOT[name].provider)).toEqual([...BUNDLED_NAMES])
  })
})

describe.each(BUNDLED_NAMES.map((name) => SNAPSHOT[name]))('the list of $provider', (list) => {
  test('passes the rules that a new list has to pass, and stands in canonical order', () => {
    const acceptance = acceptList(list.prefixes, ACCEPTANCE_RULES[list.provider])
    expect(acceptance).toMatchObject({ ok: true, counts: list.counts })
    expect(acceptance.ok && acceptance.prefixes.map((prefix) => prefix.text)).toEqual(list.prefixes)
  })

  test('has the digest it claims', async () => {
    expect(await digestPrefixes(list.prefixes)).toBe(list.digest)
  })

  test('says where it is from and of which day it is', () => {
    expect(new URL(list.source).protocol).toBe('https:')
    expect(new Date(`${list.retrieved}T00:00:00Z`).toISOString().slice(0, 10)).toBe(list.retrieved)
  })
})

describe('the snapshot for the edge', () => {
  test('is that of all providers but those of many small blocks', () => {
    const { bunny, cdn77, gcore, ...others } = SNAPSHOT
    expect(EDGE_SNAPSHOT).toEqual(others)
    expect(bunny.prefixes.length).toBeGreaterThan(500)
    expect(cdn77.prefixes.length).toBeGreaterThan(30)
    expect(gcore.prefixes.length).toBeGreaterThan(1500)
  })

  test('fits the budget of range data in a bundle', () => {
    expect(gzipSync(JSON.stringify(EDGE_SNAPSHOT)).length).toBeLessThanOrEqual(EDGE_BUDGET_BYTES)
  })
})

describe('a digest of prefixes', () => {
  test('is the SHA-256 of the lines, so that any tool can check it', async () => {
    // printf '192.0.2.0/24\n2001:db8::/32' | sha256sum
    const want = 'c5f5f4ca3b11698451197763f6d30b817249efe8a93bcf551b710ab59a1d87a3'
    expect(await digestPrefixes(['192.0.2.0/24', '2001:db8::/32'])).toBe(want)
  })
})

describe('a provider name', () => {
  test.each([
    { text: 'cloudflare', known: true },
    { text: 'google-lb', known: true },
    { text: 'Cloudflare', known: false },
    { text: 'cloud', known: false },
    { text: 'constructor', known: false },
    { text: '', known: false },
  ])('"$text" is known: $known', ({ text, known }) => {
    expect(isProviderName(text)).toBe(known)
  })
})
