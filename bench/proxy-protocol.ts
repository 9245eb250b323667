import { availableParallelism, cpus, loadavg } from 'node:os'
import { estimateMedian } from './interleave.ts'
import { type GoReader, startGoReader } from './proxy-protocol/go-reader.ts'
import { drawHeaders, type HeaderKind } from './proxy-protocol/headers.ts'
import { decodeAll, scanAll } from './proxy-protocol/readers.ts'
import { seedRandom } from './random.ts'
import { showFigure } from './report.ts'

const ROUNDS = 45
const SEED = 20_261_121
const BATCH_NANOSECONDS = 10_000_000

type Measure = (times: number) => number | Promise<number>

/** CPU nanoseconds per header, one figure per round. */
type Samples = { readonly words: number[]; readonly objects: number[]; readonly go: number[] }

/** Measures the readers of one kind in turn, so that whatever slows the machine down meets them all alike. */
async function measureKind(kind: HeaderKind, go: GoReader | undefined): Promise<Samples> {
  const samples: Samples = { words: [], objects: [], go: [] }
  const readers: (readonly [Measure, number[]])[] = [
    [scanAll(kind), samples.words],
    [decodeAll(kind), samples.objects],
  ]
  if (go !== undefined) {
    await checkGo(kind, go)
    readers.push([go.run, samples.go])
  }
  const batches: (readonly [Measure, number[], number])[] = []
  for (const [measure, into] of readers) batches.push([measure, into, await warmUp(measure)])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [measure, into, times] of round % 2 === 0 ? batches : batches.toReversed()) {
      into.push((await measure(times)) / times / kind.headers.length)
    }
  }
  return samples
}

/** Runs it until it is warm; returns how many times fill a batch. */
async function warmUp(measure: Measure): Promise<number> {
  let times = 64
  let spent = await measure(times)
  for (let total = spent; total < 20 * BATCH_NANOSECONDS; total += spent) {
    if (spent < BATCH_NANOSECONDS / 2) times *= 2
    spent = await measure(times)
  }
  return Math.max(1, Math.round((times * BATCH_NANOSECONDS) / spent))
}

async function checkGo({ title, headers, ends }: HeaderKind, go: GoReader): Promise<void> {
  const read = await go.load(headers)
  const wrong = ends.findIndex((end, i) => read[i] !== end)
  if (wrong >= 0) throw new RangeError(`${title}: go-proxyproto reads ${read[wrong]}, not ${ends[wrong]}`)
}

function report({ title, goal, leastRatio }: HeaderKind, { words, objects, go }: Samples): void {
  const inWords = estimateMedian(words)
  console.log(showFigure(title, inWords, goal === undefined ? undefined : { atMost: goal }))
  console.log(showFigure('    into objects and texts', estimateMedian(objects)))
  if (go.length === 0) return
  const ratios = (ours: readonly number[]): number[] => go.map((value, i) => value / (ours[i] ?? Number.NaN))
  console.log(showFigure('    go-proxyproto', estimateMedian(go)))
  const ratioGoal = leastRatio === undefined ? undefined : { atLeast: leastRatio }
  console.log(showFigure('    go-proxyproto / words', estimateMedian(ratios(words)), ratioGoal))
  console.log(showFigure('    go-proxyproto / objects and texts', estimateMedian(ratios(objects))))
}

const started = await startGoReader()
const go = 'missing' in started ? undefined : started
console.log(`machine: ${availableParallelism()} CPUs (${cpus()[0]?.model.trim()}), load ${loadavg()[0]?.toFixed(1)}`)
console.log(`runtime: node ${process.version}, V8 ${process.versions.v8}; seed ${SEED}`)
console.log('missing' in started ? `go-proxyproto is skipped: ${started.missing}` : `beside:  ${started.name}`)
console.log('CPU nanoseconds of reading one header into words, and how many times that others take;')
console.log(`median of ${ROUNDS} interleaved rounds, [95 % interval]; all answers were checked first\n`)
for (const kind of drawHeaders(seedRandom(SEED))) report(kind, await measureKind(kind, go))
await go?.stop()
