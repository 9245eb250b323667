import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { buildDeployables } from '../tools/build-functions/build-deployables.ts'
import { type Estimate, estimateMedian } from './interleave.ts'
import { showFigure } from './report.ts'

const ROUNDS = 45

/** What the function of a bare runtime would be. */
const BARE = 'export const handler = async () => ({ statusCode: 204 })\n'

/** Prints the CPU milliseconds that this process spends on one import, all its threads together. */
const MEASURE = `
const before = process.cpuUsage()
await import(process.argv[1])
const { user, system } = process.cpuUsage(before)
process.stdout.write(String((user + system) / 1000))`

type Candidate = { readonly title: string; readonly path: string; readonly goal?: { readonly atMost: number } }

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'ipseal-cold-import-'))

try {
  const bare = join(folder, 'bare.mjs')
  writeFileSync(bare, BARE)
  const candidates = await unpackBundles()
  const samples = await measureAll([bare, ...candidates.map(({ path }) => path)])
  console.log(`machine: ${availableParallelism()} CPUs, load ${loadavg()[0]?.toFixed(1)}; node ${process.version}`)
  console.log('CPU milliseconds of importing a bundle in a process of its own, less those of a bare function:')
  console.log(`median of ${ROUNDS} interleaved rounds, [95 % interval]\n`)
  for (const { title, path, goal } of candidates) {
    console.log(showFigure(title, excess(samples.get(path), samples.get(bare)), goal))
  }
} finally {
  rmSync(folder, { recursive: true })
}

/** The entry of each bundle, and to compare with, the largest of the files that wait: the AWS SDK. */
async function unpackBundles(): Promise<readonly Candidate[]> {
  const built = await buildDeployables({ root })
  const bundles = built.flatMap(({ file, bundle }) => (bundle === undefined ? [] : [{ file, files: bundle.files }]))
  for (const { file, files } of bundles) {
    for (const { name, bytes } of files) {
      const path = join(folder, file, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes)
    }
  }
  const entries = bundles.map(({ file }) => ({
    title: file,
    path: join(folder, file, 'index.mjs'),
    goal: { atMost: 5 },
  }))
  const [any] = bundles
  const [largest] = any?.files.toSorted((a, b) => b.bytes.length - a.bytes.length) ?? []
  if (any === undefined || largest === undefined) throw new Error('there is nothing to import')
  return [...entries, { title: '  the AWS SDK alone, when SSM is asked', path: join(folder, any.file, largest.name) }]
}

async function measureAll(paths: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const samples = new Map(paths.map((path) => [path, [] as number[]]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const path of round % 2 === 0 ? paths : paths.toReversed()) {
      const args = ['--input-type=module', '--eval', MEASURE, pathToFileURL(path).href]
      const { stdout } = await run(process.execPath, args)
      samples.get(path)?.push(Number(stdout))
    }
  }
  return samples
}

/** Taken round by round, so that a slow moment of the machine weighs on both. */
function excess(values: readonly number[] = [], bare: readonly number[] = []): Estimate {
  return estimateMedian(values.map((value, i) => value - (bare[i] ?? Number.NaN)))
}
