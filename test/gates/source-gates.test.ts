import { expect, test } from 'vitest'
import { checkCasts } from '../../tools/gates/casts.ts'
import { checkForbiddenText } from '../../tools/gates/forbidden-text.ts'
import type { Gate } from '../../tools/gates/gate.ts'
import { checkLockfile } from '../../tools/gates/lockfile.ts'
import { checkSize } from '../../tools/gates/size.ts'
import { glue, type PlantedFiles, plant, repeatLine } from './plant.ts'

type Case = { readonly name: string; readonly gate: Gate; readonly files: PlantedFiles; readonly want: string }

const lock = (packages: object): PlantedFiles => ({
  'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }),
})

const cases: readonly Case[] = [
  {
    name: 'size refuses a file of 251 lines',
    gate: checkSize,
    files: { 'src/net/long.ts': repeatLine('// x', 251) },
    want: 'src/net/long.ts: 251 lines',
  },
  {
    name: 'size refuses shipped files that are long on the whole',
    gate: checkSize,
    files: { 'src/net/read.ts': repeatLine('// x', 91), 'src/net/index.ts': repeatLine('// x', 91) },
    want: 'the median file has 91 lines',
  },
  {
    name: 'lockfile refuses the name of the machine it was written against',
    gate: checkLockfile,
    files: lock({ 'node_modules/a': { integrity: 'sha512-x', resolved: 'https://packages.example/a.tgz' } }),
    want: 'node_modules/a names a host',
  },
  {
    name: 'lockfile refuses a package without a digest',
    gate: checkLockfile,
    files: lock({ 'node_modules/a': { version: '1.0.0' } }),
    want: 'node_modules/a has no integrity',
  },
  {
    name: 'lockfile refuses a platform package that is named and not locked',
    gate: checkLockfile,
    files: lock({ 'node_modules/a': { integrity: 'sha512-x', optionalDependencies: { 'a-linux': '1.0.0' } } }),
    want: 'names a-linux, which is not locked',
  },
  {
    name: 'lockfile refuses a version range',
    gate: checkLockfile,
    files: { 'package.json': '{"dependencies":{"a":"^1.0.0"}}' },
    want: 'a is "^1.0.0"; write one exact version',
  },
  {
    name: 'casts refuses a cast without a reason',
    gate: checkCasts,
    files: { 'src/net/cast.ts': 'export const one = 1 as number\n' },
    want: 'src/net/cast.ts:1: a cast without a comment',
  },
]

const banned: readonly { readonly what: string; readonly path: string; readonly text: string }[] = [
  { what: 'a path of one machine', path: 'docs/a.md', text: glue('see ', '/home', '/me/notes') },
  { what: 'a registry host', path: 'docs/a.md', text: glue('https://registry', '.npmjs.org/a') },
  { what: 'unfinished work', path: 'docs/a.md', text: glue('TO', 'DO: write this') },
  { what: 'a merge conflict', path: 'docs/a.md', text: glue('<<<<', '<<< main') },
  { what: 'one test switches all others off', path: 'test/a.test.ts', text: glue('test', '.only', "('a', run)") },
  { what: 'a cast that silences the compiler', path: 'src/net/a.ts', text: glue('x as unk', 'nown as number') },
  { what: 'a banner', path: 'src/net/a.ts', text: glue('// ====', '==== helpers') },
  { what: 'a rule switched off without a reason', path: 'src/net/a.ts', text: glue('// oxlint-dis', 'able no-var') },
  { what: 'an action that is not pinned', path: '.github/workflows/a.yml', text: 'uses: actions/checkout@v7' },
]

test.each(cases)('$name', async ({ gate, files, want }) => {
  const result = await gate(plant(files))
  expect(result).toMatchObject({ ok: false, output: expect.stringContaining(want) })
})

test.each(banned)('forbidden text refuses $what', async ({ what, path, text }) => {
  const { ok, output } = await checkForbiddenText(plant({ [path]: `first\n${text}\n` }))
  expect({ ok, output }).toEqual({ ok: false, output: expect.stringContaining(`${path}:2: ${what}`) })
})

test.each([
  { name: 'size', gate: checkSize },
  { name: 'lockfile', gate: checkLockfile },
  { name: 'casts', gate: checkCasts },
  { name: 'forbidden text', gate: checkForbiddenText },
])('$name accepts a sound project and counts what it saw', async ({ gate }) => {
  const { ok, count, output } = await gate(
    plant({ 'src/net/cast.ts': '// Sound: it is one.\nexport const one = 1 as number\n' }),
  )
  expect({ ok, output, sawSome: count > 0 }).toEqual({ ok: true, output: '', sawSome: true })
})
