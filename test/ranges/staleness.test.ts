import { describe, expect, test } from 'vitest'
import { stalenessOf } from '../../src/ranges/staleness.ts'

const HOUR = 3600
const NOW = 1_787_519_825

describe('a list whose source confirmed it', () => {
  test.each([
    { age: 0, want: 'fresh' },
    { age: 36 * HOUR - 1, want: 'fresh' },
    { age: 36 * HOUR, want: 'warn' },
    { age: 48 * HOUR - 1, want: 'warn' },
    { age: 48 * HOUR, want: 'critical' },
    { age: 72 * HOUR - 1, want: 'critical' },
    { age: 72 * HOUR, want: 'expired' },
    { age: 1e9, want: 'expired' },
    { age: -HOUR, want: 'fresh' },
    { age: -HOUR - 1, want: 'critical' },
  ])('$age seconds ago is $want', ({ age, want }) => {
    expect(stalenessOf(NOW - age, NOW)).toBe(want)
  })
})
