import { expect, test } from 'vitest'
import { remember } from '../../src/headers/remember.ts'

function counting(room: { readonly entries: number; readonly keyLength: number }) {
  let computed = 0
  const ask = remember(room, (key: string) => `${key}${++computed}`)
  return { ask, computed: () => computed }
}

test('works a key out once', () => {
  const { ask } = counting({ entries: 2, keyLength: 9 })
  expect([ask('a'), ask('a'), ask('b'), ask('a')]).toEqual(['a1', 'a1', 'b2', 'a1'])
})

test('holds no more than its room, and begins anew once it is full', () => {
  const { ask, computed } = counting({ entries: 2, keyLength: 9 })
  for (const key of ['a', 'b', 'c', 'a', 'c']) ask(key)
  expect(computed()).toBe(4)
})

test('keeps nothing under a key that is too long', () => {
  const { ask } = counting({ entries: 2, keyLength: 3 })
  expect([ask('long'), ask('long')]).toEqual(['long1', 'long2'])
})
