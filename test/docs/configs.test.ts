import { expect, test } from 'vitest'
import { readConfig } from '../../src/config/index.ts'
import { snapshotPrefixes } from '../../src/ranges/snapshot.ts'
import { buildPolicy } from '../../src/settings/index.ts'
import { blocksOf, pages } from './pages.ts'

const configs = pages.flatMap(blocksOf).filter(({ info, body }) => /^json\b/.test(info) && body.includes('"trust"'))

test('pages show configurations', () => {
  expect(configs.length).toBeGreaterThan(10)
})

test.each(configs)('the configuration at $at is taken without a warning', ({ body }) => {
  const { settings, warnings } = readConfig(body)
  const sources = {
    rangesOf: snapshotPrefixes,
    secretsOf: () => [],
  }
  expect(warnings).toEqual([])
  expect(() => buildPolicy(settings, sources)).not.toThrow()
})
