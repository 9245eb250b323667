import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { requirePrefix } from '../../src/net/prefix.ts'
import { aggregatePrefixes } from '../../src/ranges/aggregate-prefixes.ts'
import { CLOUD_CUSTOMERS } from '../../src/ranges/cloud-customers.ts'
import { findNeverTrusted } from '../../src/ranges/never-trusted.ts'
import { BUNDLED_NAMES } from '../../src/ranges/provider.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { renderCloudCustomers } from '../../tools/cloud-customers-render.ts'

describe('space that is never trusted', () => {
  test.each(BUNDLED_NAMES)('is in no block of the list of %s', (provider) => {
    const found = SNAPSHOT[provider].prefixes.map((text) =>
      findNeverTrusted(requirePrefix(text), ['eyeballs', 'cloud-customers']),
    )
    expect(found.filter((one) => one !== undefined)).toEqual([])
  })

  test.each([
    { name: 'a user of a relay', prefix: '104.28.243.105/32', space: 'eyeballs' },
    { name: 'a user of a VPN', prefix: '2a09:bac5:4303:dc::16:202/128', space: 'eyeballs' },
    { name: 'a block around them', prefix: '104.16.0.0/12', space: 'eyeballs' },
    { name: 'a machine of a customer', prefix: '34.118.0.5/32', space: 'cloud-customers' },
    { name: 'a block of a customer in IPv6', prefix: '2600:1900:4000::/44', space: 'cloud-customers' },
    { name: 'the block below the relay', prefix: '104.24.0.0/14', space: undefined },
    { name: 'the block above the relay', prefix: '104.32.0.0/11', space: undefined },
    { name: "CloudFront's block in rows that are labelled EC2", prefix: '3.29.57.0/26', space: undefined },
  ])('is $space for $name', ({ prefix, space }) => {
    expect(findNeverTrusted(requirePrefix(prefix), ['eyeballs', 'cloud-customers'])?.space).toBe(space)
  })

  test('is only what is asked for', () => {
    expect(findNeverTrusted(requirePrefix('34.118.0.5/32'), ['eyeballs'])).toBeUndefined()
  })
})

describe("the generated list of a cloud's customers", () => {
  const facts = {
    endpoint: 'https://www.gstatic.com/ipranges/cloud.json',
    via: 'github.com/mansourjabin/cdn-ip-database@3f4e248 data/resolved_ips.json',
    via_commit_date: '2026-08-22T01:50:15Z',
    counts: { ipv4: 2, ipv6: 1 },
    ipv4: ['192.0.2.128/25', '192.0.2.0/25'],
    ipv6: ['2001:db8::/32'],
  }

  test('is written joined, with where it is from', () => {
    const rendering = renderCloudCustomers(JSON.stringify(facts))
    expect(rendering.ok && rendering.text).toContain('`\\\n192.0.2.0/24\n2001:db8::/32`.split')
    expect(rendering.ok && rendering.text).toContain('// Retrieved: 2026-08-22\n')
    expect(rendering.ok && rendering.text).toContain('the 3 blocks of the source, joined to 2 of exactly')
  })

  test.each([
    { name: 'of another feed', change: { endpoint: 'https://www.gstatic.com/ipranges/goog.json' } },
    { name: 'cut short', change: { ipv4: [] } },
  ])('is not written from facts $name', ({ change }) => {
    expect(renderCloudCustomers(JSON.stringify({ ...facts, ...change })).ok).toBe(false)
  })

  test('is in the fewest blocks, and says how many', async () => {
    expect(aggregatePrefixes(CLOUD_CUSTOMERS)).toEqual(CLOUD_CUSTOMERS)
    expect(CLOUD_CUSTOMERS.length).toBeGreaterThan(400)
    const file = new URL('../../src/ranges/cloud-customers.ts', import.meta.url)
    expect(await readFile(file, 'utf8')).toContain(`joined to ${CLOUD_CUSTOMERS.length} of exactly`)
  })
})
