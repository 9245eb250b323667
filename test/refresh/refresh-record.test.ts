import { expect, test } from 'vitest'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { refreshRecord } from '../../src/refresh/refresh-record.ts'
import type { RefreshResult } from '../../src/refresh/refresh-result.ts'

const NOW = 1_790_000_000
const HOUR = 3600
const FAULTS = ['BAD_STATUS at lists.example/: must answer with 200; got 500. The next refresh tries again']
const list = recordOfList(SNAPSHOT.fastly)

function resultOf(outcome: RefreshResult['outcome'], faults: readonly string[], ageSeconds?: number): RefreshResult {
  const record = ageSeconds === undefined ? undefined : { ...list, checkedAt: NOW - ageSeconds }
  return { provider: 'fastly', outcome, record, isWritten: false, added: [], withdrawn: [], announced: [], faults }
}

test.each([
  { result: resultOf('changed', [], 0), level: 30, msg: 'ranges changed', staleness: 'fresh' },
  { result: resultOf('unchanged', [], 0), level: 30, msg: 'ranges unchanged', staleness: 'fresh' },
  // The stored list was not readable.
  { result: resultOf('unchanged', FAULTS, 0), level: 50, msg: 'ranges unchanged', staleness: 'fresh' },
  { result: resultOf('refused', FAULTS, HOUR), level: 50, msg: 'ranges refused', staleness: 'fresh' },
  { result: resultOf('failed', FAULTS, 36 * HOUR), level: 50, msg: 'ranges not refreshed', staleness: 'warn' },
  { result: resultOf('failed', FAULTS, 48 * HOUR), level: 60, msg: 'ranges not refreshed', staleness: 'critical' },
  { result: resultOf('refused', FAULTS, 72 * HOUR), level: 60, msg: 'ranges refused', staleness: 'expired' },
  { result: resultOf('failed', FAULTS), level: 60, msg: 'ranges not refreshed', staleness: undefined },
])('$result.outcome with $staleness is $level, $msg', ({ result, level, msg, staleness }) => {
  const ageSeconds = result.record && NOW - result.record.checkedAt
  const { faults, record } = result
  const facts = { provider: 'fastly', counts: record?.counts, faults, ageSeconds, staleness }
  expect(refreshRecord(result, NOW * 1000 + 999)).toMatchObject({ level, msg, time: NOW * 1000 + 999, ...facts })
})

test('a long change is counted whole and shown in part', () => {
  const added = Array.from({ length: 60 }, (_, i) => `198.51.100.${i}/32`)
  const shown = refreshRecord({ ...resultOf('changed', [], 0), added, withdrawn: ['203.0.113.0/24'] }, NOW * 1000)
  expect(shown).toMatchObject({ addedCount: 60, withdrawnCount: 1, withdrawn: ['203.0.113.0/24'] })
  expect(shown.added).toEqual(added.slice(0, 50))
})
