import { expect, test } from 'vitest'
import { readFiles } from '../../tools/gates/list-files.ts'
import { ROOT } from '../cli/run-cli.ts'
import {
  flaskDeviations,
  goDeviations,
  haproxyDeviations,
  haproxyLuaDeviations,
  nginxDeviations,
} from '../live/examples/deviations.ts'
import type { Deviations } from '../live/examples/example.ts'
import { codeIn, pageNamed, rowsUnder } from './pages.ts'

const page = pageNamed('docs/other-languages.md')

const tested: Readonly<Record<string, Deviations>> = {
  flask: flaskDeviations,
  go: goDeviations,
  nginx: nginxDeviations,
  'haproxy/jwt-verify.cfg': haproxyDeviations,
  'haproxy/forward-auth.cfg': haproxyLuaDeviations,
}

test('docs/other-languages.md names every deviation that the tests hold an example to, and no other', () => {
  const shown = rowsUnder(page, '| example | vector or hostile request | answers | because |').flatMap(
    ([examples = '', vector, answers, because]) =>
      examples.split(', ').map((example) => [codeIn(example), vector, codeIn(answers), because].join(' | ')),
  )
  const known = Object.entries(tested).flatMap(([example, deviations]) =>
    Object.entries(deviations).map(([vector, { answers, because }]) => [example, vector, answers, because].join(' | ')),
  )
  expect(known.length).toBeGreaterThan(10)
  expect(shown.toSorted()).toEqual(known.toSorted())
})

/** A lock file is written by a tool. */
const files = readFiles(ROOT, ['examples/**/*']).filter(({ path }) => !path.endsWith('go.sum'))

test('there are examples', () => {
  expect(files.length).toBeGreaterThan(10)
})

test.each(files)('$path can be read at a glance: 80 lines of 120 characters', ({ text }) => {
  const lines = text.trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(80)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120)
})
