import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { MAIN, makeFolder, NODE, NODE_COMPILE_CACHE, ROOT, SPAWN_TIMEOUT } from './run-cli.ts'

type Block = { readonly info: string; readonly body: string }
type Shown = { readonly code: number; readonly output: string }

const page = readFileSync(join(ROOT, 'docs/cli.md'), 'utf8')
const blocks: Block[] = [...page.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, info = '', body = '']) => ({
  info,
  body,
}))

test('every run in docs/cli.md prints what the page shows', SPAWN_TIMEOUT, async () => {
  const folder = makeFolder()
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'ipseal'), `#!/bin/sh\nexec '${NODE}' '${MAIN}' "$@"\n`)
  chmodSync(join(bin, 'ipseal'), 0o755)
  for (const { info, body } of blocks.filter(({ info }) => info.startsWith('json '))) {
    writeFileSync(join(folder, info.slice('json '.length)), body)
  }
  const runs = blocks.filter(({ info }) => info.startsWith('console '))
  expect(runs.length).toBeGreaterThan(10)
  for (const { info, body } of runs) {
    const [line = '', ...rest] = body.split('\n')
    const shown = { code: Number(/exit=(\d)/.exec(info)?.[1]), output: rest.join('\n') }
    const seen = await runLine(line.replace(/^\$ /, ''), folder)
    expect({ line, ...(info.includes('varies') ? { code: seen.code } : seen) }).toEqual({
      line,
      ...(info.includes('varies') ? { code: shown.code } : shown),
    })
  }
})

function runLine(line: string, cwd: string): Promise<Shown> {
  const env = { PATH: [join(cwd, 'bin'), process.env.PATH ?? ''].join(delimiter), NODE_COMPILE_CACHE }
  return new Promise((done) => {
    execFile('sh', ['-c', `{ ${line}\n} 2>&1`], { cwd, env }, (error, output) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, output: output.replaceAll('\r\n', '\n') })
    })
  })
}
