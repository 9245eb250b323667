import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadWrangler, QUIET_DEV } from '../live/worker/load-wrangler.ts'
import type { SwapsInWorker } from './swap-in-worker.ts'

const SWAPS_AT_A_TIME = 200

export type SoakInWorkerd = SwapsInWorker & {
  /** What workerd holds of memory, in MB, after each fifth of the swaps; empty where there is no /proc. */
  readonly megabytes: readonly number[]
}

/** Has a Worker in workerd swap its list so often, out of Workers KV or its own memory, and adds up what came of it. */
export async function runInWorkerd(swaps: number, store: 'kv' | 'memory'): Promise<SoakInWorkerd> {
  process.env.MINIFLARE_WORKERD_V8_FLAGS = '--expose-gc'
  const { unstable_startWorker: start } = await loadWrangler()
  const worker = await start({
    config: resolve(import.meta.dirname, 'wrangler.toml'),
    dev: QUIET_DEV,
  })
  await worker.ready
  const sum = { swaps: 0, requests: 0, wrong: 0 }
  const megabytes: number[] = []
  try {
    while (sum.swaps < swaps) {
      const answer = await worker.fetch(`http://127.0.0.1/?store=${store}&swaps=${SWAPS_AT_A_TIME}`)
      // Sound: ranges-worker.ts answers so.
      const more = (await answer.json()) as SwapsInWorker
      sum.swaps += more.swaps
      sum.requests += more.requests
      sum.wrong += more.wrong
      if (sum.swaps % (swaps / 5) === 0) megabytes.push(...residentMegabytes('workerd'))
    }
  } finally {
    await worker.dispose()
  }
  return { ...sum, megabytes }
}

/** Of all our children of this name together. */
function residentMegabytes(name: string): readonly number[] {
  if (process.platform !== 'linux') return []
  const statuses = readdirSync('/proc').flatMap((pid) => (/^\d+$/.test(pid) ? readStatus(pid) : []))
  const own = statuses.filter(
    (status) => status.includes(`Name:\t${name}\n`) && status.includes(`PPid:\t${process.pid}\n`),
  )
  const kilobytes = own.map((status) => Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0))
  return [kilobytes.reduce((sum, one) => sum + one, 0) / 1000]
}

/** A process may end while it is looked for. */
function readStatus(pid: string): readonly string[] {
  try {
    return [readFileSync(`/proc/${pid}/status`, 'utf8')]
  } catch {
    return []
  }
}
