import { expect, test } from 'vitest'
import { HEADER_CATALOGUE } from '../../src/headers/catalogue.ts'
import { foldHeaderName } from '../../src/headers/header-name.ts'

test.each([
  { name: 'X-Client-IP', folded: 'x-client-ip' },
  { name: 'x_client_ip', folded: 'x-client-ip' },
  { name: 'X.Client.IP', folded: 'x-client-ip' },
  { name: "x!client'ip", folded: 'x-client-ip' },
  { name: 'x-client-ıp', folded: 'x-client--p' },
])('$name reaches some applications as $folded', ({ name, folded }) => {
  expect(foldHeaderName(name)).toBe(folded)
})

test('no two names of the catalogue fold alike, and each is its own folded form', () => {
  const names = HEADER_CATALOGUE.map((header) => header.name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.map(foldHeaderName)).toEqual(names)
})
