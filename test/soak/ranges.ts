import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { runInWorkerd } from './run-in-workerd.ts'
import { swapInNode } from './swap-in-node.ts'

/**
 * Swaps the table of an edge thousands of times while requests are resolved: in Node with lists from memory, in workerd with
 * lists from Workers KV. Fails if any request met a torn table, or if memory grew.
 */
const SWAPS = 10_000
const WARM_UP_SWAPS = 500
const MOST_GROWTH_MEGABYTES = 4
/** Of workerd, after two fifths of the swaps: until then its pools fill. */
const MOST_WORKERD_GROWTH = 1.05
const SIZES = [22, 200, 2000]

setFlagsFromString('--expose-gc')
// Sound: the flag above puts it there.
const collectGarbage = runInNewContext('gc') as () => void

function heapMegabytes(): number {
  collectGarbage()
  collectGarbage()
  return process.memoryUsage().heapUsed / 1e6
}

function judge(what: string, isGood: boolean): void {
  console.log(`${isGood ? 'ok ' : 'BAD'} ${what}`)
  if (!isGood) process.exitCode = 1
}

await swapInNode(WARM_UP_SWAPS, 22)
const before = heapMegabytes()
const { swaps, requests, wrong } = await swapInNode(SWAPS, 22)
const after = heapMegabytes()
judge(
  `node: ${swaps} swaps, ${requests} pairs of requests, ${wrong} answered by no table or the other one`,
  wrong === 0 && requests > 0,
)
judge(
  `node: heap ${before.toFixed(1)} MB before and ${after.toFixed(1)} MB after`,
  after - before < MOST_GROWTH_MEGABYTES,
)

for (const size of SIZES) {
  const { medianMs } = await swapInNode(200, size)
  console.log(
    `    a swap of ${size} prefixes takes ${medianMs.toFixed(2)} ms (median of 200, everything that an edge holds included)`,
  )
}

const inWorker = await runInWorkerd(SWAPS, 'kv')
judge(
  `workerd: ${inWorker.swaps} swaps, ${inWorker.requests} requests, ${inWorker.wrong} wrong`,
  inWorker.wrong === 0 && inWorker.swaps >= SWAPS,
)
const { megabytes } = await runInWorkerd(SWAPS, 'memory')
const [, settled = 0, ...later] = megabytes
judge(
  `workerd: ${megabytes.map((one) => one.toFixed(0)).join(', ')} MB after each fifth of as many out of memory`,
  later.every((one) => one < settled * MOST_WORKERD_GROWTH),
)
