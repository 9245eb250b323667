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

/** Which files are one example. What a tool writes is no part of it: pins, locks and the module's name. */
const examples: Readonly<Record<string, readonly string[]>> = {
  Flask: ['flask/app.py'],
  Go: ['go/main.go'],
  'the script for nginx': ['nginx/client-ip.js'],
  'the configuration for nginx': ['nginx/client-ip.conf'],
  'HAProxy by itself': ['haproxy/jwt-verify.cfg'],
  'HAProxy that asks': ['haproxy/forward-auth.cfg', 'haproxy/client-ip.lua'],
}
const WRITTEN_BY_TOOLS = ['flask/requirements.txt', 'go/go.mod', 'go/go.sum']

const texts = new Map(
  readFiles(ROOT, ['examples/**/*']).map(({ path, text }) => [path.replace(/^examples\//, ''), text]),
)
const isOfLanguage = (name: string): boolean => /^(?:flask|go|nginx|haproxy)\//.test(name)

test('every file of a language is part of an example, or written by a tool', () => {
  const known = [...Object.values(examples).flat(), ...WRITTEN_BY_TOOLS]
  expect([...texts.keys()].filter(isOfLanguage).toSorted()).toEqual(known.toSorted())
})

/** Any other file that is to be copied stands for itself. */
const others = [...texts.keys()].filter((name) => !isOfLanguage(name)).map((name) => [name, [name]] as const)

test.for([...Object.entries(examples), ...others])('%s is no longer than 80 lines of 120 characters', ([, names]) => {
  const lines = names.flatMap((name) => texts.get(name)?.trimEnd().split('\n') ?? [])
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.length).toBeLessThanOrEqual(80)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120)
})
