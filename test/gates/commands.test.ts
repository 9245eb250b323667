import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judge, showLine } from '../../tools/gates/gate.ts'
import { runCommand } from '../../tools/run-command.ts'
import { checkout, plant, repeatLine } from './plant.ts'

const pretend = (version: string, typescript: string | false): string => {
  const lie = `Object.defineProperty(process, 'version', { value: '${version}' })`
  const deny = `Object.defineProperty(process.features, 'typescript', { value: ${JSON.stringify(typescript)} })`
  return `data:text/javascript,${encodeURIComponent(`${lie};${deny}`)}`
}

test.each([
  { version: 'v20.20.2', typescript: false, want: 'Node 22.12 or later is needed, found v20.20.2; run npm ci first' },
  { version: 'v22.11.0', typescript: false, want: 'Node 22.12 or later is needed, found v22.11.0; run npm ci first' },
  { version: 'v22.12.0', typescript: false, want: 'this Node cannot run TypeScript files, found v22.12.0; run npm ci' },
] as const)('a command on Node $version says in one line what to do', async ({ version, typescript, want }) => {
  const args = [
    '--import',
    pretend(version, typescript),
    '--import',
    './tools/require-node.mjs',
    '-e',
    'console.log(1)',
  ]
  const { code, stdout, text } = await runCommand(checkout, 'node', args)
  expect({ code, stdout, lines: text.trimEnd().split('\n').length, text }).toEqual({
    code: 3,
    stdout: '',
    lines: 1,
    text: expect.stringContaining(want),
  })
})

test('a command on a Node that runs TypeScript is let through', async () => {
  const args = ['--import', './tools/require-node.mjs', '-e', 'console.log(1)']
  expect(await runCommand(checkout, 'node', args)).toMatchObject({ code: 0, stdout: '1\n' })
})

test('check stops at the first red gate, shows why, and fails', async () => {
  const { root } = plant({ 'src/net/long.ts': repeatLine('// x', 251) })
  // Some gates read with the project's own readers.
  for (const folder of ['tools', 'src']) cpSync(join(checkout, folder), join(root, folder), { recursive: true })
  const { code, stdout } = await runCommand(root, 'node', ['tools/check.ts'])
  expect({ code, lines: stdout.trimEnd().split('\n') }).toEqual({
    code: 1,
    lines: [
      expect.stringMatching(/^RED {4}size +\d+ files$/),
      'src/net/long.ts: 251 lines, the limit is 250; split it by what it decides',
    ],
  })
})

test('a gate that checked nothing is red', () => {
  const result = judge('arrows', { count: 0, unit: 'modules', faults: '' })
  expect(result).toMatchObject({ ok: false, output: 'checked 0 modules, so it proves nothing' })
  expect(showLine(result)).toBe('RED    arrows           0 modules')
})

test('a tool that cannot be started is a failure', async () => {
  expect(await runCommand(checkout, 'no-such-tool', [])).toMatchObject({ code: 1 })
})
