import { unstable_startWorker as startWorker } from 'wrangler'
import type { SwapsInWorker } from './swap-in-worker.ts'

const SWAPS_AT_A_TIME = 200

/** Has a Worker in workerd swap its list for so long, and adds up what came of it. */
export async function runInWorkerd(seconds: number): Promise<SwapsInWorker> {
  const worker = await startWorker({
    name: 'ranges-soak',
    entrypoint: 'test/soak/ranges-worker.ts',
    compatibilityDate: '2026-10-01',
    bindings: { IPSEAL_KV: { type: 'kv_namespace', id: 'swapped' } },
    dev: {
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      watch: false,
      persist: false,
      logLevel: 'none',
    },
  })
  const sum = { swaps: 0, requests: 0, wrong: 0 }
  try {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
      const answer = await worker.fetch(`http://127.0.0.1/?swaps=${SWAPS_AT_A_TIME}`)
      // Sound: ranges-worker.ts answers so.
      const { swaps, requests, wrong } = (await answer.json()) as SwapsInWorker
      sum.swaps += swaps
      sum.requests += requests
      sum.wrong += wrong
    }
  } finally {
    await worker.dispose()
  }
  return sum
}
