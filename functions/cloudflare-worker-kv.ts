import { createCloudflareKvWorker } from '../src/platform/cloudflare/kv-worker.ts'
import { openKvListStore } from '../src/platform/list-stores/kv-list-store.ts'
import { openKvStore } from '../src/platform/stores/kv-store.ts'
import { edgeListOf, edgeRangesOf } from '../src/ranges/edge-ranges-of.ts'

/** The Worker of cloudflare-worker.ts with settings, key set and lists from Workers KV, as IPSEAL_KEYS and IPSEAL_RANGES say. */
export default createCloudflareKvWorker({
  rangesOf: edgeRangesOf,
  bundledOf: edgeListOf,
  openStore: (env) => (typeof env.IPSEAL_KEYS === 'string' ? openKvStore(env.IPSEAL_KEYS, env) : undefined),
  openLists: openKvListStore,
  report: (record) => console.log(JSON.stringify(record)),
})
