import { expect, test } from 'vitest'
import { checkDeadCode } from '../../tools/gates/dead-code.ts'
import { checkFormat } from '../../tools/gates/format.ts'
import type { Gate } from '../../tools/gates/gate.ts'
import { checkTypeAwareRules } from '../../tools/gates/type-aware-lint.ts'
import { checkTypes } from '../../tools/gates/types.ts'
import { type PlantedFiles, plant } from './plant.ts'

type Case = { readonly gate: Gate; readonly files: PlantedFiles; readonly want: readonly string[] }

const red: readonly (Case & { readonly name: string })[] = [
  {
    name: 'format and lint refuses untidy text and what the style forbids',
    gate: checkFormat,
    files: {
      'src/net/untidy.ts': 'export const a = "a";\n',
      'src/net/Loud.ts': 'export const a = 1\n',
      'src/net/loose.ts': 'export function f(a: any): void {\n  console.log(a!)\n}\n',
      'src/net/shared.ts': 'const a = 1\nexport default a\n',
      'src/net/value.ts': "import { Place } from './place.ts'\n\nexport const a = (place: Place): Place => place\n",
    },
    want: [
      'src/net/untidy.ts format',
      'style/useFilenamingConvention',
      'suspicious/noExplicitAny',
      'style/noNonNullAssertion',
      'suspicious/noConsole',
      'style/noDefaultExport',
      'style/useImportType',
    ],
  },
  {
    name: 'types refuses what the compiler refuses',
    gate: checkTypes,
    files: { 'src/net/wrong.ts': "export const a: number = 'one'\n" },
    want: ["src/net/wrong.ts(1,14): error TS2322: Type 'string' is not assignable"],
  },
  {
    name: 'types refuses a source file that the compiler was not given',
    gate: checkTypes,
    files: { 'tsconfig.json': '{"compilerOptions":{"noEmit":true},"files":["src/net/read.ts"]}' },
    want: ['src/net/index.ts: not seen by the compiler'],
  },
  {
    name: 'type-aware lint refuses promises nobody awaits, values nobody typed and switches nobody finished',
    gate: checkTypeAwareRules,
    files: {
      'src/net/float.ts': 'declare function go(): Promise<void>\nexport function f(): void {\n  go()\n}\n',
      'src/net/misuse.ts': 'declare function go(): Promise<boolean>\nexport const f = (): number => (go() ? 1 : 2)\n',
      'src/net/thenable.ts': 'export async function f(): Promise<number> {\n  return await 1\n}\n',
      'src/net/unsafe.ts': 'export const f = (text: string): number => JSON.parse(text).a\n',
      'src/net/switch.ts':
        "export function f(a: 'x' | 'y'): number {\n  switch (a) {\n    case 'x':\n      return 1\n  }\n  return 2\n}\n",
      'src/net/clock.ts': 'export const f = (): number => Date.now()\n',
    },
    want: [
      'no-floating-promises',
      'no-misused-promises',
      'await-thenable',
      'no-unsafe-return',
      'no-unsafe-member-access',
      'switch-exhaustiveness-check',
      'Rows 0-3 see no clock',
    ],
  },
  {
    name: 'dead code refuses a file and an export that nothing reaches',
    gate: checkDeadCode,
    files: {
      'src/net/lonely.ts': 'export const a = 1\n',
      'src/net/read.ts':
        'export const unread = 1\n\nexport function read(text: string): number {\n  return text.length\n}\n',
    },
    want: ['src/net/lonely.ts', 'unread'],
  },
]

test.each(red)('$name', async ({ gate, files, want }) => {
  const { ok, output } = await gate(plant(files))
  expect({ ok, missing: want.filter((text) => !output.includes(text)) }).toEqual({ ok: false, missing: [] })
})

test.each([
  { name: 'format and lint', gate: checkFormat },
  { name: 'types', gate: checkTypes },
  { name: 'type-aware lint', gate: checkTypeAwareRules },
  { name: 'dead code', gate: checkDeadCode },
])('$name accepts a sound project and counts what it saw', async ({ gate }) => {
  const { ok, count, output } = await gate(plant({}))
  expect({ ok, output, sawSome: count > 0 }).toEqual({ ok: true, output: '', sawSome: true })
})

const blind: readonly (Case & { readonly name: string })[] = [
  {
    name: 'format and lint',
    gate: checkFormat,
    files: { 'biome.json': '{ "formatter": { "enabled": false }, "files": { "includes": ["knip.json"] } }\n' },
    want: ['of 3 source files'],
  },
  {
    name: 'type-aware lint',
    gate: checkTypeAwareRules,
    files: { '.oxlintrc.json': '{ "ignorePatterns": ["src/**", "node_modules/**"] }\n' },
    want: ['of 3 source files'],
  },
  {
    name: 'dead code',
    gate: checkDeadCode,
    files: { 'knip.json': '{ "entry": [], "project": [], "ignoreDependencies": ["dependency-cruiser"] }\n' },
    want: ['of 3 source files'],
  },
]

test.each(blind)('$name is red when its configuration leaves source files out', async ({ gate, files, want }) => {
  const { ok, output } = await gate(plant(files))
  expect({ ok, output }).toEqual({ ok: false, output: expect.stringContaining(want.join('')) })
})
