import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { MAIN, makeFolder, NODE, NODE_COMPILE_CACHE, ROOT, SPAWN_TIMEOUT } from '../cli/run-cli.ts'
import { type Block, blocksOf, pages } from './pages.ts'

/** Runs of test/cli/docs.test.ts. */
const RUN_ELSEWHERE = new Set(['docs/cli.md'])

/** A command line that begins with the program, in whichever way it is called, behind variables if need be. */
const COMMAND = /^\$ ((?:[A-Z_]+=\S+ )*)(?:npm run --silent ipseal --|ipseal) /
const SKIPPED = 'console shown'

type Shown = { readonly line: string; readonly output: string }

const consoles = pages
  .filter(({ path }) => !RUN_ELSEWHERE.has(path))
  .flatMap(blocksOf)
  .filter(({ info, body }) => /^console\b/.test(info) && COMMAND.test(body))
const runs = consoles.filter(({ info }) => info !== SKIPPED)

test('docs/resolution.md and docs/configuration.md show runs', () => {
  const counted = Map.groupBy(runs, ({ page }) => page)
  expect(counted.get('docs/resolution.md')?.length).toBeGreaterThan(10)
  expect(counted.get('docs/configuration.md')?.length).toBeGreaterThan(0)
})

test('a block is run unless it says that it is only shown', () => {
  const infos = new Set(consoles.map(({ info }) => info.replace(/ exit=\d$/, '')))
  expect([...infos].filter((info) => info !== 'console' && info !== SKIPPED)).toEqual([])
})

test('npm run ipseal runs the program that the runs are made with', () => {
  expect(manifest.scripts.ipseal).toMatch(/ src\/cli\/main\.ts$/)
})

test.each(runs)('the run at $at prints what the page shows', SPAWN_TIMEOUT, async (block) => {
  const folder = makeFolder(filesOf(block.page))
  symlinkSync(join(ROOT, 'infra'), join(folder, 'infra'))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'ipseal'), `#!/bin/sh\nexec '${NODE}' '${MAIN}' "$@"\n`)
  chmodSync(join(bin, 'ipseal'), 0o755)
  const shown = split(block)
  let code = 0
  for (const { line, output } of shown) {
    const seen = await runLine(line.replace(COMMAND, '$1ipseal '), folder)
    expect({ line, output: seen.output }).toEqual({ line, output })
    code = seen.code
  }
  expect(code).toBe(Number(/ exit=(\d)$/.exec(block.info)?.[1] ?? 0))
})

/** The named JSON blocks of a page are the files that its commands find. */
function filesOf(path: string): Readonly<Record<string, string>> {
  const named = pages.filter((page) => page.path === path).flatMap(blocksOf)
  const files = named.flatMap(({ info, body }) => {
    const name = /^json (\S+\.json)$/.exec(info)?.[1]
    return name === undefined ? [] : [[name, body] as const]
  })
  return Object.fromEntries(files)
}

function split({ body }: Block): readonly Shown[] {
  return body.split(/^(?=\$ )/m).map((part) => {
    const [line = '', ...output] = part.split('\n')
    return { line, output: output.join('\n') }
  })
}

function runLine(line: string, cwd: string): Promise<{ readonly code: number; readonly output: string }> {
  const env = { PATH: [join(cwd, 'bin'), process.env.PATH ?? ''].join(delimiter), NODE_COMPILE_CACHE }
  return new Promise((done) => {
    execFile('sh', ['-c', `{ ${line}\n} 2>&1`], { cwd, env }, (error, output) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, output })
    })
  })
}
