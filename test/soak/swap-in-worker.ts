import { createCloudflareKvWorker } from '../../src/platform/cloudflare/kv-worker.ts'
import { openKvListStore } from '../../src/platform/list-stores/kv-list-store.ts'
import { edgeListOf } from '../../src/ranges/edge-ranges-of.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import { recordWith } from '../settings/list-texts.ts'
import { judgeAnswer, LIST_NAME, prefixesOf, requestThrough, TABLES, type TableName } from './swapped-lists.ts'
import { writeVariables } from './swapped-variables.ts'

/** Past the age at which callers wait for what is stored, so that each of them is a swap. */
const STEP_SECONDS = 600
const REQUESTS = 4

export type SwapsInWorker = { readonly swaps: number; readonly requests: number; readonly wrong: number }

type Namespace = { readonly put: (key: string, text: string) => Promise<void> }

/**
 * Swaps the list in a namespace of Workers KV so often, and each time has a Worker answer requests that come together.
 * `setClock` tells the runtime what time it is, in milliseconds.
 */
export async function swapInWorker(
  namespace: Namespace,
  swaps: number,
  setClock: (ms: number) => void,
): Promise<SwapsInWorker> {
  const worker = createCloudflareKvWorker({
    rangesOf: () => [],
    bundledOf: edgeListOf,
    openLists: openKvListStore,
    report: () => undefined,
  })
  const env = { ...(await writeVariables('kv:IPSEAL_KV/swapped')), IPSEAL_KV: namespace }
  const counts = { requests: 0, wrong: 0 }
  let now = 1_795_262_400
  for (let i = 0; i < swaps; i++) {
    const shown: TableName = i % 2 === 0 ? 'a' : 'b'
    now += STEP_SECONDS
    const record = await recordWith(LIST_NAME, prefixesOf(shown, 22), { checkedAt: now })
    await namespace.put(`swapped/ranges/${LIST_NAME}`, printRecord(record))
    setClock(now * 1000)
    const asked = Array.from({ length: REQUESTS }, (_, n) => TABLES[n % 2] ?? 'a')
    const answers = await Promise.all(
      asked.map(async (table) => {
        const { peer, forwarded } = requestThrough(table)
        const headers = { 'cf-connecting-ip': peer, 'x-forwarded-for': `${forwarded}, ${peer}` }
        const answer = await worker.fetch(new Request('https://www.example.com/', { headers }), env)
        return judgeAnswer(table, (await answer.text()).trim()) === (table === shown ? 'trusted' : 'stranger')
      }),
    )
    counts.requests += answers.length
    counts.wrong += answers.filter((isRight) => !isRight).length
  }
  return { swaps, ...counts }
}
