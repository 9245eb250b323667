import { describe, expect, test } from 'vitest'
import { givenBy, refused, sealed } from './cases.ts'
import { expectRefused, expectSealed } from './judge-run.ts'
import { NOW, runBuilt } from './run-built.ts'

describe('the function that is uploaded', () => {
  test.each(sealed)('$name', async (given) => {
    await expectSealed(given, await runBuilt(givenBy(given)), { from: NOW, to: NOW })
  })

  test.each(refused)('has $name', async (given) => {
    await expectRefused(given, await runBuilt(givenBy(given)))
  })

  test('is shown more than a hundred events', () => {
    expect(sealed.length + refused.length).toBeGreaterThan(100)
  })
})
