import { expect, test } from 'vitest'
import { HEADER_CATALOGUE } from '../../src/headers/catalogue.ts'
import { CLAIM_NAMES, LIST_CLAIMS } from '../../src/headers/claim-names.ts'
import { isListFormat } from '../../src/headers/header-format.ts'
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

test('the names that every edge strips are those of the catalogue, lists and single addresses apart', () => {
  const listed = HEADER_CATALOGUE.filter(({ format }) => isListFormat(format)).map(({ name }) => name)
  expect([...LIST_CLAIMS].sort()).toEqual(listed.sort())
  expect([...CLAIM_NAMES].sort()).toEqual(HEADER_CATALOGUE.map(({ name }) => name).sort())
})

test('no two names of the catalogue fold alike, and each is its own folded form', () => {
  const names = HEADER_CATALOGUE.map((header) => header.name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.map(foldHeaderName)).toEqual(names)
})
