import { expect, test } from 'vitest'
import { LIST_TITLES } from '../../src/compile/lists/list-titles.ts'
import { type AcceptanceRules, rulesOf } from '../../src/ranges/acceptance-rules.ts'
import { PROVIDER_NAMES } from '../../src/ranges/provider.ts'
import { codeIn, pageNamed, rowsUnder } from './pages.ts'

const page = pageNamed('docs/ranges.md')

function rowOf(name: string, { counts, shortest, removals, drainSeconds }: AcceptanceRules): readonly string[] {
  const isLong = drainSeconds >= 3600
  return [
    `\`${name}\``,
    counts.ipv4.join('–'),
    counts.ipv6.join('–'),
    `/${shortest.ipv4}, /${shortest.ipv6}`,
    removals === 'confirm' ? 'never' : `up to ${removals * 100} %`,
    isLong ? `${drainSeconds / 3600} h` : `${drainSeconds / 60} min`,
  ]
}

test('docs/ranges.md has the rules of every list as they are', () => {
  const want = [...PROVIDER_NAMES, 'list:…'].map((name) => rowOf(name, rulesOf(name)))
  expect(rowsUnder(page, '| list | IPv4 blocks | IPv6 blocks | widest | unasked removals | drain |')).toEqual(want)
})

test('docs/ranges.md has every target that a list is written for', () => {
  const rows = rowsUnder(page, '| target | what it is | judged in the tests by |')
  expect(rows.map(([cell]) => codeIn(cell))).toEqual(Object.keys(LIST_TITLES))
})
