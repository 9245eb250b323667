import { expect, test } from 'vitest'
import { parsePrefix } from '../../src/net/prefix.ts'
import { findOverlaps, type OwnedPrefix } from '../../src/ranges/find-overlaps.ts'
import type { ProviderName } from '../../src/ranges/provider.ts'

type Claim = readonly [provider: ProviderName, text: string]

const cases: readonly { name: string; claims: readonly Claim[]; overlaps: readonly (readonly [string, string])[] }[] = [
  {
    name: 'a block of one provider inside a block of another',
    claims: [
      ['fastly', '192.0.2.128/25'],
      ['akamai', '192.0.2.0/24'],
    ],
    overlaps: [['akamai 192.0.2.0/24', 'fastly 192.0.2.128/25']],
  },
  {
    name: 'the same block in two lists',
    claims: [
      ['akamai', '2001:db8::/32'],
      ['fastly', '2001:db8::/32'],
    ],
    overlaps: [['akamai 2001:db8::/32', 'fastly 2001:db8::/32']],
  },
  {
    name: 'several blocks inside one, with an own one between them',
    claims: [
      ['akamai', '198.51.100.0/24'],
      ['fastly', '198.51.100.0/26'],
      ['akamai', '198.51.100.64/26'],
      ['imperva', '198.51.100.255/32'],
    ],
    overlaps: [
      ['akamai 198.51.100.0/24', 'fastly 198.51.100.0/26'],
      ['akamai 198.51.100.0/24', 'imperva 198.51.100.255/32'],
    ],
  },
  {
    name: 'nothing where one provider nests its own blocks',
    claims: [
      ['akamai', '192.0.2.0/24'],
      ['akamai', '192.0.2.0/25'],
    ],
    overlaps: [],
  },
  {
    name: 'nothing between neighbours',
    claims: [
      ['akamai', '192.0.2.0/25'],
      ['fastly', '192.0.2.128/25'],
    ],
    overlaps: [],
  },
  {
    name: 'nothing between families with the same first bits',
    claims: [
      ['akamai', '32.1.13.184/32'],
      ['fastly', '2001:db8::/32'],
    ],
    overlaps: [],
  },
]

test.each(cases)('finds $name', ({ claims, overlaps }) => {
  const owned = claims.flatMap(([provider, text]): OwnedPrefix[] => {
    const prefix = parsePrefix(text)
    return prefix === undefined ? [] : [{ provider, prefix }]
  })
  const found = findOverlaps(owned).map(({ outer, inner }) => [show(outer), show(inner)])
  expect(found).toEqual(overlaps)
})

function show({ provider, prefix }: OwnedPrefix): string {
  return `${provider} ${prefix.text}`
}
