import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { stampSettings } from '../../src/settings/stamp-settings.ts'
import { DEPLOYABLES } from '../../tools/build-functions/deployables.ts'
import { CONFIG } from '../cli/configs.ts'
import { NODE, NODE_COMPILE_CACHE, ROOT } from '../cli/run-cli.ts'

const home = mkdtempSync(join(tmpdir(), 'ipseal-build-'))
const SETTINGS = JSON.stringify(await stampSettings(readConfig(CONFIG).settings))
const TIMEOUT = 120_000

afterAll(() => rmSync(home, { recursive: true }))

type Build = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Copies what is built, as old as `modified` says, into a folder of its own. */
function copyProject(folder: string, modified: Date): string {
  const root = join(home, folder)
  mkdirSync(root, { recursive: true })
  for (const part of ['src', 'functions', 'tools', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(join(ROOT, part), join(root, part), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir')
  for (const name of readdirSync(join(root, 'functions'))) utimesSync(join(root, 'functions', name), modified, modified)
  return root
}

type Circumstances = { readonly umask: string; readonly zone: string }

function build(root: string, args: readonly string[], { umask, zone }: Circumstances): Promise<Build> {
  const command = `umask ${umask}; exec "$0" tools/build.ts "$@"`
  const env = { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE, TZ: zone }
  return new Promise((done) => {
    execFile('sh', ['-c', command, NODE, ...args], { cwd: root, env, timeout: TIMEOUT }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : Number(error !== null), stdout, stderr })
    })
  })
}

const here: Circumstances = { umask: '022', zone: 'UTC' }
const elsewhere: Circumstances = { umask: '077', zone: 'Pacific/Auckland' }

describe('npm run build', () => {
  const near = copyProject('a', new Date('2020-02-02'))
  const far = copyProject('somewhere/quite/else', new Date('2026-01-01'))
  const settings = join(home, 'settings.json')
  let builds: readonly Build[] = []

  beforeAll(async () => {
    writeFileSync(settings, SETTINGS)
    const args = ['--settings', settings, '--keys', 'ssm:/ipseal/prod?region=eu-central-1']
    builds = await Promise.all([build(near, args, here), build(far, args, elsewhere)])
  }, TIMEOUT)

  test('makes a file for every function, and says what each weighs', () => {
    expect(builds.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ])
    const files = DEPLOYABLES.map(({ file }) => file)
    const maps = DEPLOYABLES.flatMap(({ file, form }) => (form === 'worker-module' ? [`${file}.map`] : []))
    expect(readdirSync(join(near, 'dist/functions'))).toEqual([...files, ...maps].toSorted())
    for (const file of files)
      expect(builds[0]?.stdout).toMatch(new RegExp(`dist/functions/${file} +[\\d,]+ of [\\d,]+ bytes`))
  })

  test.each(DEPLOYABLES)('makes $file of the same bytes in another folder, time zone and umask', ({ file }) => {
    const [one, other] = [near, far].map((root) => readFileSync(join(root, 'dist/functions', file)))
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true)
  })

  test('leaves no path of the machine in what is deployed', () => {
    for (const { file, form } of DEPLOYABLES) {
      const bytes = readFileSync(join(near, 'dist/functions', file))
      const texts = form === 'lambda-zip' ? Object.values(unzipSync(bytes)) : [bytes]
      for (const text of texts) expect(Buffer.from(text).includes(home)).toBe(false)
    }
  })

  test('builds settings and the name of the store into lambda-edge.zip, and nothing into the others', () => {
    expect(builds[0]?.stdout).toMatch(/lambda-edge\.zip .*, IPSEAL_CONFIG, IPSEAL_KEYS built in$/m)
    const texts = DEPLOYABLES.map(({ file }) => readText(join(near, 'dist/functions', file)))
    const holding = DEPLOYABLES.filter((_, i) => texts[i]?.includes('ssm:/ipseal/prod?region=eu-central-1'))
    expect(holding.map(({ file }) => file)).toEqual(['lambda-edge.zip'])
  })

  test('leaves the sentences of faults out of the Worker, their codes in, and paths out of its map', () => {
    const [worker, map, lambda] = ['cloudflare-worker.mjs', 'cloudflare-worker.mjs.map', 'lambda.zip'].map((file) =>
      readText(join(near, 'dist/functions', file)),
    )
    expect([worker, lambda].map((text) => text?.includes('was edited after it was compiled'))).toEqual([false, true])
    expect([worker, lambda].map((text) => text?.includes('DIGEST_MISMATCH'))).toEqual([true, true])
    expect(worker).toMatch(/sourceMappingURL=cloudflare-worker\.mjs\.map$/)
    expect(map).toContain('src/edge/handler.ts')
    expect(map).not.toContain(home)
  })

  test('writes types and modules of the package as well', () => {
    expect(existsSync(join(near, 'dist/origin/node/index.d.ts'))).toBe(true)
  })
})

describe('npm run build refuses, and leaves what is there,', () => {
  const root = copyProject('refusing', new Date())
  const kept = join(root, 'dist/kept.js')

  beforeAll(() => {
    mkdirSync(join(root, 'dist'))
    writeFileSync(kept, '')
    writeFileSync(join(root, 'people.json'), CONFIG)
    writeFileSync(join(root, 'edited.json'), SETTINGS.replace('origin-prod', 'origin-test'))
  })

  test.each([
    {
      name: 'an option that it does not know',
      args: ['--bake', 'x'],
      code: 2,
      want: /--bake.*\n\nUsage: npm run build/s,
    },
    {
      name: 'a function that is none',
      args: ['--only', 'worker.mjs'],
      code: 2,
      want: /^--only is one of lambda-edge\.zip/,
    },
    { name: 'an argument', args: ['lambda-edge'], code: 2, want: /^Usage: npm run build/m },
    {
      name: 'settings that are not there',
      args: ['--settings', 'gone.json'],
      code: 3,
      want: /^--settings: "gone.json"/,
    },
    {
      name: 'what people write',
      args: ['--settings', 'people.json'],
      code: 3,
      want: /^NOT_SETTINGS at --settings: .+ ipseal compile/,
    },
    {
      name: 'settings that were edited',
      args: ['--settings', 'edited.json'],
      code: 3,
      want: /^DIGEST_MISMATCH at --settings/,
    },
    {
      name: 'a store that the edge cannot reach',
      args: ['--keys', 'file:keys'],
      code: 3,
      want: /^--keys: must begin with "ssm:"/,
    },
    { name: 'a reference that is none', args: ['--keys', 'ssm:prod'], code: 3, want: /^BAD_REFERENCE at / },
  ])('$name', async ({ args, code, want }) => {
    const refused = await build(root, args, here)
    expect(refused).toEqual({ code, stdout: '', stderr: expect.stringMatching(want) })
    expect(existsSync(kept)).toBe(true)
  })
})

/** All that is in a file, its parts joined if it is a zip. */
function readText(path: string): string {
  const bytes = readFileSync(path)
  return path.endsWith('.zip') ? Buffer.concat(Object.values(unzipSync(bytes))).toString() : bytes.toString()
}
