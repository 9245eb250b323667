import { describe, expect, test } from 'vitest'
import { standsOn } from '../../src/compile/place.ts'
import { TARGETS } from '../../src/compile/targets.ts'
import { topologyJsonSchema } from '../../src/topology/json-schema.ts'
import { readTopology } from '../../src/topology/read-topology.ts'
import { PATH_FILES, TOPOLOGY } from './paths.ts'
import { makeFolder, readObject, runCli, SPAWN_TIMEOUT } from './run-cli.ts'

const METALLB = ['compile', '--topology', 'ipseal.topology.json', '--target', 'metallb']

describe('ipseal compile --list', SPAWN_TIMEOUT, () => {
  test('names every target with its kind and what it is, a line each', async () => {
    const { code, stdout } = await runCli(['compile', '--list'])
    const lines = stdout.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ...TARGETS.map(({ name, kind, title }) => [name, kind, title]),
      ['settings', 'document', expect.stringContaining('--config')],
      ['verifier', 'document', expect.stringContaining('--config')],
    ])
  })

  test('names with a path only what stands on it, and what belongs to the whole of it', async () => {
    const { code, stdout } = await runCli(['compile', '--list', '--topology', '-', '--json'], { stdin: TOPOLOGY })
    const { topology } = readTopology(TOPOLOGY)
    const targets = TARGETS.filter((target) => standsOn(topology, target))
    const shown = targets.map(({ name, kind, title }) => ({ name, kind, title }))
    expect({ code, answer: readObject(stdout) }).toEqual({ code: 0, answer: { ok: true, targets: shown } })
    expect(shown.map(({ name }) => name)).toEqual(expect.arrayContaining(['metallb', 'app']))
    expect(shown.map(({ name }) => name)).not.toContain('kong')
  })
})

describe('ipseal compile --topology', SPAWN_TIMEOUT, () => {
  test.each([{ more: [] }, { more: ['--out', '-'] }])(
    'prints the one file of a target as it is: $more',
    async ({ more }) => {
      const { code, stdout } = await runCli([...METALLB, ...more], { cwd: makeFolder(PATH_FILES) })
      expect(code).toBe(0)
      expect(stdout).toMatch(/^# The load balancer[\s\S]*\nkind: Service\n[\s\S]*\n$/)
    },
  )

  test('tells a program files, notes, entrance and contract in one object', async () => {
    const { code, stdout } = await runCli([...METALLB, '--json'], { cwd: makeFolder(PATH_FILES) })
    const entrance = expect.objectContaining({ peer: 'edge', takesProxy: false, forwardedHops: 1 })
    const files = [{ path: 'service.yaml', text: expect.stringContaining('kind: Service') }]
    const answer = { ok: true, target: 'metallb', entrance, notes: expect.any(Array), contract: null, files }
    expect({ code, answer: readObject(stdout) }).toEqual({ code: 0, answer })
  })

  test('takes the keys from --jwks, in place of the file that the path names', async () => {
    const cwd = makeFolder({ 'path.json': TOPOLOGY, 'other.json': PATH_FILES['jwks.json'] })
    const args = ['compile', '--topology', 'path.json', '--target', 'app']
    expect(await runCli(args, { cwd })).toEqual({ code: 3, stdout: '', stderr: expect.stringContaining('jwks.json') })
    expect(await runCli([...args, '--jwks', 'other.json'], { cwd })).toEqual(expect.objectContaining({ code: 0 }))
  })

  test.each([
    { name: 'a target that there is not', target: 'ngimx', code: 2, want: 'UNKNOWN_TARGET' },
    { name: 'a target that is not on the path', target: 'metallb', code: 2, want: 'NOT_ON_PATH' },
  ])('refuses, in one object, $name', async ({ target, code, want }) => {
    const cwd = makeFolder({ ...PATH_FILES, 'short.json': TOPOLOGY.replace('"metallb",', '') })
    const run = await runCli(['compile', '--topology', 'short.json', '--target', target, '--json'], { cwd })
    const error = { code: want, message: expect.stringContaining(`${want} at target: `) }
    expect({ code: run.code, answer: readObject(run.stdout) }).toEqual({ code, answer: { ok: false, error } })
  })

  test('refuses a path with faults, all at once, exit 3', async () => {
    const stdin = JSON.stringify({ ...JSON.parse(TOPOLOGY), path: 'cloudflare -> istoi -> app', nmae: 'shop' })
    const run = await runCli(['compile', '--topology', '-', '--target', 'app', '--json'], { stdin })
    expect({ code: run.code, answer: readObject(run.stdout) }).toEqual({
      code: 3,
      answer: { ok: false, error: expect.objectContaining({ code: 'BAD_CONFIG' }) },
    })
  })
})

describe('ipseal compile --explain', SPAWN_TIMEOUT, () => {
  test('says who connects, whose address the hop sees and who writes X-Forwarded-For', async () => {
    const { code, stdout } = await runCli([...METALLB, '--explain'], { cwd: makeFolder(PATH_FILES) })
    expect(code).toBe(0)
    for (const line of [
      'at path[1], behind cloudflare',
      'whose address it sees: that of the edge',
      'It verifies nothing',
    ]) {
      expect(stdout).toContain(line)
    }
    expect(stdout).toMatch(/who connects: [0-9.]+\/\d+, .* and \d+ more\n/)
  })
})

describe('ipseal compile', SPAWN_TIMEOUT, () => {
  test.each([
    { args: [], want: 'give a --target, or --list' },
    { args: ['--target', 'app'], want: 'give one of --config and --topology' },
    { args: ['--list', '--target', 'app'], want: '--list goes with --topology alone' },
    { args: ['--target', 'app', '--topology', '-', '--diff'], want: '--diff and --overwrite need a folder' },
    { args: ['--target', 'app', '--topology', '-', '--out', '-', '--overwrite'], want: 'need a folder as --out' },
    {
      args: ['--target', 'app', '--topology', '-', '--out', 'a', '--diff', '--overwrite'],
      want: 'take --overwrite out',
    },
    { args: ['--target', 'app', '--topology', '-', '--out', 'a', '--explain'], want: '--explain prints no files' },
    { args: ['--target', 'settings', '--config', '-', '--out', 'a'], want: 'with --config the answer goes to stdout' },
    { args: ['--target', 'app', '--config', '-'], want: 'any other one needs --topology' },
  ])('refuses options that cannot be meant together: $args', async ({ args, want }) => {
    const run = await runCli(['compile', ...args], { stdin: '{}' })
    expect(run).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(want) })
  })
})

describe('ipseal schema topology', SPAWN_TIMEOUT, () => {
  test('prints the schema that reads a path', async () => {
    const { code, stdout } = await runCli(['schema', 'topology'])
    expect({ code, schema: JSON.parse(stdout) }).toEqual({ code: 0, schema: topologyJsonSchema() })
  })
})
