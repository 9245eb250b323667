import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptList } from '../../src/ranges/accept-list.ts'
import { ACCEPTANCE_RULES } from '../../src/ranges/acceptance-rules.ts'
import { describeListFault } from '../../src/ranges/describe-list-fault.ts'
import type { ListFault } from '../../src/ranges/list-fault.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'

const good = SNAPSHOT.cloudflare.prefixes
const rules = ACCEPTANCE_RULES.cloudflare

type Poison = { readonly name: string; readonly entry: string; readonly fault: ListFault }

const poisons: readonly Poison[] = [
  ...[
    { name: 'a line of an HTML page', entry: '<!DOCTYPE html><title>Just a moment...</title>' },
    { name: 'an empty line', entry: '' },
    { name: 'a line that ends in CR', entry: '198.41.128.0/17\r' },
    { name: 'a space before the block', entry: ' 198.41.128.0/17' },
    { name: 'a comment', entry: '# Cloudflare' },
    { name: 'an address without a length', entry: '198.41.128.1' },
    { name: 'host bits', entry: '198.41.128.1/17' },
    { name: 'a length beyond the family', entry: '198.41.128.0/33' },
    { name: 'a length with a leading zero', entry: '198.41.128.0/017' },
    { name: 'an octet with a leading zero', entry: '198.041.128.0/17' },
    { name: 'a netmask', entry: '198.41.128.0/255.255.128.0' },
    { name: 'a zone id', entry: '2606:4700::%eth0/32' },
  ].map(({ name, entry }): Poison => ({ name, entry, fault: { reason: 'malformed-prefix', entry } })),
  ...[
    { name: 'all of IPv4', entry: '0.0.0.0/0', shortest: 13 },
    { name: 'half of IPv4', entry: '128.0.0.0/1', shortest: 13 },
    { name: 'the range that was split in 2021', entry: '104.16.0.0/12', shortest: 13 },
    { name: 'all of IPv6', entry: '::/0', shortest: 29 },
    { name: 'a block of a registry', entry: '2400::/12', shortest: 29 },
  ].map(({ name, entry, shortest }): Poison => ({ name, entry, fault: { reason: 'too-wide', entry, shortest } })),
  ...[
    { name: 'private space', entry: '10.0.0.0/16', because: 'Private-Use' },
    { name: 'shared space', entry: '100.64.0.0/13', because: 'Shared Address Space' },
    { name: 'loopback', entry: '127.0.0.1/32', because: 'Loopback' },
    { name: 'link-local space', entry: '169.254.0.0/16', because: 'Link Local' },
    { name: 'documentation space', entry: '192.0.2.0/24', because: 'Documentation (TEST-NET-1)' },
    { name: 'a block around documentation space', entry: '203.0.112.0/22', because: 'Documentation (TEST-NET-3)' },
    { name: 'multicast', entry: '224.0.0.0/16', because: 'Multicast' },
    { name: 'reserved space', entry: '240.0.0.0/16', because: 'Reserved' },
    { name: 'unique local space', entry: 'fd00::/32', because: 'Unique-Local' },
    { name: 'the NAT64 prefix', entry: '64:ff9b::/96', because: 'IPv4-IPv6 Translation' },
    { name: 'IPv6 multicast', entry: 'ff02::/32', because: 'outside 2000::/3' },
    { name: 'IPv6 that is not assigned to anyone', entry: '4000::/32', because: 'outside 2000::/3' },
  ].map(({ name, entry, because }): Poison => ({ name, entry, fault: { reason: 'not-public', entry, because } })),
  ...[
    { name: 'a mapped block', entry: '::ffff:198.41.128.0/113', canonical: '198.41.128.0/17' },
    { name: 'all of IPv4 as a mapped block', entry: '::ffff:0:0/96', canonical: '0.0.0.0/0' },
    {
      name: 'IPv6 in upper case',
      entry: '2A06:98C0::/29',
      canonical: '2a06:98c0::/29',
    },
    { name: 'IPv6 written out', entry: '2606:4700:0:0:0:0:0:0/32', canonical: '2606:4700::/32' },
  ].map(
    ({ name, entry, canonical }): Poison => ({ name, entry, fault: { reason: 'not-canonical', entry, canonical } }),
  ),
  ...[
    { name: 'space that users leave from', entry: '104.28.0.0/16', block: '104.28.0.0/14' },
    { name: 'a public resolver', entry: '1.1.1.0/24', block: '1.1.1.0/24' },
    { name: 'a block around a public resolver', entry: '1.1.0.0/16', block: '1.1.1.0/24' },
    { name: 'space that users of a VPN leave from', entry: '2a09:bac5::/32', block: '2a09:bac0::/29' },
  ].map(
    ({ name, entry, block }): Poison => ({
      name,
      entry,
      fault: { reason: 'never-trusted', entry, space: 'eyeballs', block },
    }),
  ),
  {
    name: "space of a cloud's customers",
    entry: '34.64.32.0/20',
    fault: { reason: 'never-trusted', entry: '34.64.32.0/20', space: 'cloud-customers', block: '34.64.32.0/19' },
  },
  {
    name: 'a block that is there already',
    entry: '104.16.0.0/13',
    fault: { reason: 'repeated-prefix', entry: '104.16.0.0/13' },
  },
]

describe('a list is refused as a whole', () => {
  test.each(poisons)('for $name', ({ entry, fault }) => {
    expect(acceptList([...good, entry], rules)).toEqual({ ok: false, faults: [fault] })
  })

  test('when it is empty', () => {
    expect(acceptList([], rules)).toEqual({
      ok: false,
      faults: [
        { reason: 'empty-list' },
        { reason: 'missing-anchor', anchor: '173.245.48.0/20' },
        { reason: 'missing-anchor', anchor: '2400:cb00::/32' },
        { reason: 'unlikely-count', family: 'ipv4', count: 0, bounds: [12, 40] },
        { reason: 'unlikely-count', family: 'ipv6', count: 0, bounds: [5, 20] },
      ],
    })
  })

  test.each(rules.anchors)('without %s, which has always been there', (anchor) => {
    const without = good.filter((text) => text !== anchor)
    expect(acceptList(without, rules)).toEqual({ ok: false, faults: [{ reason: 'missing-anchor', anchor }] })
  })

  test('when one family is cut short', () => {
    const cut = good.filter((text) => text.includes(':') || text === '173.245.48.0/20')
    const fault = { reason: 'unlikely-count', family: 'ipv4', count: 1, bounds: [12, 40] }
    expect(acceptList(cut, rules)).toEqual({ ok: false, faults: [fault] })
  })

  test('when one family has grown past all likelihood', () => {
    const grown = Array.from({ length: 40 }, (_, i) => `45.60.${i}.0/24`)
    const fault = { reason: 'unlikely-count', family: 'ipv4', count: 55, bounds: [12, 40] }
    expect(acceptList([...good, ...grown], rules)).toEqual({ ok: false, faults: [fault] })
  })

  test('with everything that is wrong with it at once', () => {
    const claimed = [...good, ...poisons.map(({ entry }) => entry)]
    expect(acceptList(claimed, rules)).toEqual({ ok: false, faults: poisons.map(({ fault }) => fault) })
  })

  test('when it is the list of another provider', () => {
    expect(acceptList(SNAPSHOT.fastly.prefixes, rules).ok).toBe(false)
    expect(acceptList(good, ACCEPTANCE_RULES.fastly).ok).toBe(false)
  })
})

describe('an accepted list', () => {
  test('is the same in whatever order it was claimed', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...good], { minLength: good.length }), (claimed) => {
        const acceptance = acceptList(claimed, rules)
        expect(acceptance.ok && acceptance.prefixes.map((prefix) => prefix.text)).toEqual(good)
      }),
    )
  })

  test('has IPv4 before IPv6, in the order of numbers and not of text', () => {
    const loose = { ...rules, counts: { ipv4: [0, 9], ipv6: [0, 9] }, anchors: [], excluded: [] } as const
    const sorted = ['45.60.0.0/16', '45.60.0.0/24', '103.21.244.0/22', '2400:cb00::/32', '2a06:98c0::/29']
    const acceptance = acceptList(sorted.toReversed(), loose)
    expect(acceptance.ok && acceptance.prefixes.map((prefix) => prefix.text)).toEqual(sorted)
    expect(acceptance.ok && acceptance.counts).toEqual({ ipv4: 3, ipv6: 2 })
  })
})

describe('the description of a fault', () => {
  test.each(poisons)('names the entry and what is wanted: $name', ({ fault, entry }) => {
    expect(describeListFault(fault)).toContain(JSON.stringify(entry).slice(0, 64))
    expect(describeListFault(fault)).toMatch(/ must be /)
  })

  test.each([
    { name: 'control characters', entry: '\u001b[31m\r\n\u0000' },
    { name: 'characters beyond ASCII', entry: '\u202e192.0.2.0\u00e9' },
    { name: 'length', entry: '1'.repeat(10_000) },
  ])('shows hostile text without its $name', ({ entry }) => {
    expect(describeListFault({ reason: 'malformed-prefix', entry })).toMatch(/^[\x20-\x7e]{1,200}$/)
  })
})
