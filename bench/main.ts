import { availableParallelism, cpus, loadavg } from 'node:os'
import { drawRequests, mixedShapes, USERS_IPV6_SHARE } from './inputs.ts'
import { type Estimate, estimateMedian, ratioOf, runInterleaved } from './interleave.ts'
import { type StreamRun, streamThroughCli } from './ndjson.ts'
import { cloudflareList, randomList } from './prefixes.ts'
import { seedRandom } from './random.ts'
import { showFigure } from './report.ts'
import {
  compareBehindHeaders,
  compareMembership,
  compareShapes,
  compareWalks,
  compareWithLessIPv6,
  growWithForgery,
  growWithPrefixes,
  type Row,
} from './rows.ts'

const ROUNDS = 45
const STREAM_ROUNDS = 3
const SEED = 20_261_121

const random = seedRandom(SEED)
const cloudflare = cloudflareList()

function prepareRows(): readonly Row[] {
  const [hundreds, thousands, many] = [randomList(random, 200), randomList(random, 10_000), randomList(random, 100_000)]
  return [
    compareWalks(random, cloudflare, { atLeast: 15 }),
    ...compareShapes(random, cloudflare),
    compareWithLessIPv6(random, cloudflare),
    compareBehindHeaders(random, cloudflare),
    compareWalks(random, hundreds, { atLeast: 20 }),
    growWithPrefixes(random, cloudflare, many),
    growWithForgery(random, cloudflare),
    ...[cloudflare, hundreds, thousands, many].map((trust) => compareMembership(random, trust)),
  ]
}

async function measureStreams(): Promise<void> {
  const requests = drawRequests(random, cloudflare, mixedShapes(USERS_IPV6_SHARE))
  const long: StreamRun[] = []
  const growth: number[] = []
  for (let round = 0; round < STREAM_ROUNDS; round++) {
    const short = await streamThroughCli(requests, 10_000)
    const run = await streamThroughCli(requests, 100_000)
    long.push(run)
    growth.push(run.peakMebibytes / short.peakMebibytes)
  }
  const over = (read: (run: StreamRun) => number): Estimate => estimateMedian(long.map(read))
  console.log(`\nipseal resolve --ndjson, a process of its own: median of ${STREAM_ROUNDS} runs, [least, most]\n`)
  const elapsed = over((run) => run.elapsedSeconds)
  console.log(showFigure('100,000 lines, seconds elapsed, start-up included', elapsed, { atMost: 5 }))
  console.log(
    showFigure(
      '  seconds of CPU time',
      over((run) => run.cpuSeconds),
    ),
  )
  console.log(
    showFigure(
      '  peak memory, MiB',
      over((run) => run.peakMebibytes),
    ),
  )
  console.log(showFigure('peak memory, 100,000 / 10,000 lines', estimateMedian(growth), { atMost: 1.2 }))
}

console.log(`machine: ${availableParallelism()} CPUs (${cpus()[0]?.model.trim()}), load ${loadavg()[0]?.toFixed(1)}`)
console.log(`runtime: node ${process.version}, V8 ${process.versions.v8}; seed ${SEED}`)
console.log(
  'inputs:  honest chains of 1, 3 and 10 entries, forged ones of 3, 10 and 100, in equal parts; half IPv6; trusted peers',
)
console.log(
  `ratios of CPU time: median of ${ROUNDS} interleaved rounds, [95 % interval]; all answers were checked first\n`,
)
const rows = prepareRows()
const candidates = rows.flatMap(({ over, under }) => [over, under])
const samples = runInterleaved(candidates, ROUNDS)
for (const { title, over, under, goal } of rows) console.log(showFigure(title, ratioOf(samples, over, under), goal))
await measureStreams()
