import { expect, test } from 'vitest'
import { findHeldBack } from '../../src/settings/hold-back.ts'
import type { TrustSettings } from '../../src/settings/settings.ts'

const groupOf = (ranges: `list:${string}`): TrustSettings => ({
  name: ranges.slice(5),
  ranges,
  clients: [],
  proxyProtocol: false,
})

test('two long lists that hold the same are told apart in seconds, as an edge serves nobody meanwhile', () => {
  const prefixes = Array.from({ length: 150_000 }, (_, i) => `20.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`)
  const candidates = new Map([
    ['list:a', { prefixes, standing: prefixes }],
    ['list:b', { prefixes, standing: [] }],
  ])
  const start = performance.now()
  const held = findHeldBack([[groupOf('list:a'), groupOf('list:b')]], candidates)
  expect(held).toEqual([{ name: 'list:b', prefix: '20.0.0.0/32' }])
  // A search through the list for each prefix takes half a minute.
  expect(performance.now() - start).toBeLessThan(5000)
})
