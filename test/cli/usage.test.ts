import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { describeOldNode } from '../../src/cli/node-version.ts'
import { MAIN, makeFolder, NODE, ROOT, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

const run = promisify(execFile)
const EXIT_CODES = ['0  yes', '1  the answer is no', '2  usage', '3  configuration or I/O']

describe('the command line', SPAWN_TIMEOUT, () => {
  test('has a help that begins with three commands, and they work as they stand', async () => {
    const { code, stdout } = await runCli(['--help'])
    expect(code).toBe(0)
    const [title, ...commands] = stdout.split('\n').slice(0, 4)
    expect(title).toMatch(/^Try/)
    const script = `set -e; ipseal() { '${NODE}' '${MAIN}' "$@"; }\n${commands.join('\n')}`
    const { stdout: answer } = await run('sh', ['-c', script], { cwd: makeFolder() })
    expect(answer).toBe('203.0.113.7\n')
  })

  test.each([{ args: ['--help'] }, { args: ['resolve', '--help'] }, { args: ['keys', 'new', '--help'] }])(
    'lists the exit codes in $args',
    async ({ args }) => {
      const { code, stdout, stderr } = await runCli(args)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      for (const line of EXIT_CODES) expect(stdout).toContain(line)
    },
  )

  test('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  test.each([
    { name: 'no command, with the help', args: [], want: 'Usage: ipseal' },
    { name: 'half a command, with its help', args: ['keys'], want: 'Usage: ipseal keys' },
    { name: 'an unknown command, with the near one', args: ['reslove'], want: '(Did you mean resolve?)' },
    { name: 'an unknown half, with the near one', args: ['keys', 'jwk'], want: '(Did you mean jwks?)' },
    {
      name: 'an unknown option, with the near one',
      args: ['resolve', '--config', '-', '--jsno'],
      want: '(Did you mean --json?)',
    },
    { name: 'an option that is missing', args: ['resolve'], want: "required option '--config <file>' not specified" },
    { name: 'an option without its value', args: ['resolve', '--config'], want: "'--config <file>' argument missing" },
    {
      name: 'an argument too many',
      args: ['verify', '--jwks', 'a', '--iss', 'b', '--aud', 'c', 'd'],
      want: 'Expected 0 arguments but got 1.\nSee',
    },
    { name: 'control bytes, escaped', args: ['\u001b[31m\u202e'], want: "unknown command '\\u{1b}[31m\\u{202e}'" },
    { name: 'a long word, cut', args: ['x'.repeat(1000)], want: `'${'x'.repeat(64)}...'` },
  ])('refuses on stderr, exit 2, $name', async ({ args, want }) => {
    expect(await runCli(args)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(want) })
  })

  test('names the help that helps', async () => {
    const { stderr } = await runCli(['keys', 'new', '--kdi', 'a'])
    expect(stderr).toMatch(/See `ipseal keys new --help`\.\n$/)
  })

  test('tells a program about wrong usage in one object', async () => {
    const { code, stdout } = await runCli(['resolve', '--confg', 'a', '--config', 'b', '--json'])
    const error = { code: 'USAGE', message: "unknown option '--confg'\n(Did you mean --config?)" }
    expect({ code, answer: JSON.parse(stdout) }).toEqual({ code: 2, answer: { ok: false, error } })
  })

  test('colours nothing, even where colours are asked for', async () => {
    const { stdout } = await runCli(['--help'], { env: { FORCE_COLOR: '3' } })
    expect(stdout).not.toContain('\u001b')
  })

  test.skipIf(!existsSync('/dev/full'))('says so, exit 3, if stdout is full', async () => {
    const script = `'${NODE}' '${MAIN}' schema > /dev/full`
    const failure = await run('sh', ['-c', script]).catch((error: unknown) => error)
    expect(failure).toEqual(expect.objectContaining({ code: 3, stderr: expect.stringContaining('ENOSPC') }))
  })

  test('loads neither wrangler nor hono nor jose to resolve, and zod only to read a configuration', async () => {
    const modules = `data:text/javascript,import{registerHooks}from'node:module';registerHooks({load:(u,c,n)=>{console.error(u);return n(u,c)}})`
    const nodeArgs = ['--import', modules]
    const { stderr: forKeys } = await runCli(['keys', 'new', '--kid', 'a'], { nodeArgs })
    const { stderr: forResolve } = await runCli(['resolve', '--config', 'absent.json'], { nodeArgs })
    expect(librariesIn(forKeys)).toEqual(['commander'])
    expect(librariesIn(forResolve)).toEqual(['commander', 'ipaddr.js', 'zod'])
  })
})

describe('an old Node', SPAWN_TIMEOUT, () => {
  test.each([
    { version: 'v22.12.0', isOld: false },
    { version: 'v22.11.9', isOld: true },
    { version: 'v20.20.2', isOld: true },
    { version: 'v24.0.0', isOld: false },
    { version: 'v9.99.0', isOld: true },
  ])('is $version: $isOld', ({ version, isOld }) => {
    expect(describeOldNode(version) !== undefined).toBe(isOld)
  })

  test('is told in one line, exit 3, before anything else is loaded', async () => {
    const pretend = `data:text/javascript,Object.defineProperty(process,'version',{value:'v20.18.0'})`
    const { code, stdout, stderr } = await runCli(['--help'], { nodeArgs: ['--import', pretend] })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^ipseal: Node 22\.12 or later is needed, and this is v20\.18\.0\..*\n$/)
  })
})

function librariesIn(urls: string): string[] {
  const names = [...urls.matchAll(/\/node_modules\/([^/]+)\//g)].map(([, name = '']) => name)
  return [...new Set(names)].sort()
}
