import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { MAIN, makeFolder, NODE, NODE_COMPILE_CACHE, ROOT, SPAWN_TIMEOUT } from '../cli/run-cli.ts'
import { blocksOf, pageNamed, pages, rowsUnder } from './pages.ts'

const run = promisify(execFile)
const labs = pages.filter(({ path }) => path.startsWith('docs/labs/') && path !== 'docs/labs/README.md')
const index = pageNamed('docs/labs/README.md')

// What is inside a console block is run, and compared, by the test of all pages' runs.
const scripts = labs.map((lab) => {
  const lines = blocksOf(lab).flatMap(({ info, body }) => (info === 'sh' ? body.split('\n') : []))
  return { path: lab.path, lines: lines.filter((line) => line.startsWith('ipseal ')) }
})

describe('the labs', () => {
  test('are nine, and each is on the page that lists them', () => {
    const listed = rowsUnder(index, '| lab | topology | what it shows |').flatMap(
      ([cell = '']) => /\((\S+)\)/.exec(cell)?.[1] ?? [],
    )
    expect(labs.map(({ path }) => path.slice('docs/labs/'.length)).toSorted()).toEqual(listed.toSorted())
    expect(labs.length).toBe(9)
  })

  test.each(labs)('$path names its topology, which is there, and shows a run', ({ path, text }) => {
    const named = [...text.matchAll(/infra\/topologies\/([a-z0-9-]+\.json)/g)].map(([, file = '']) => file)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((file) => !existsSync(join(ROOT, 'infra/topologies', file)))).toEqual([])
    const runs = blocksOf({ path, text }).filter(({ info }) => info.startsWith('console'))
    expect(runs.filter(({ info }) => info.endsWith('shown'))).toEqual([])
    expect(runs.length).toBeGreaterThan(0)
  })

  test.each(scripts)('the commands of $path to apply it run as they stand', SPAWN_TIMEOUT, async ({ lines }) => {
    expect(lines.length).toBeGreaterThan(0)
    const folder = makeFolder()
    symlinkSync(join(ROOT, 'infra'), join(folder, 'infra'))
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin/ipseal'), `#!/bin/sh\nexec '${NODE}' '${MAIN}' "$@"\n`)
    chmodSync(join(folder, 'bin/ipseal'), 0o755)
    const env = { PATH: [join(folder, 'bin'), process.env.PATH ?? ''].join(delimiter), NODE_COMPILE_CACHE }
    await run('sh', ['-e', '-c', lines.join('\n')], { cwd: folder, env })
    expect(readdirSync(folder).length).toBeGreaterThan(2)
  })

  test('correct thirty points of the articles, each in a lab that there is', () => {
    const rows = rowsUnder(index, '| | where | the article | what is true | lab |')
    expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
    expect(
      rows.filter(
        ([, article = '', said = '', truth = '']) => !/^[KGIPB]$/.test(article) || said === '' || truth === '',
      ),
    ).toEqual([])
  })
})
