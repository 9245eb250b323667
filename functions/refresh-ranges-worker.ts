import { openKvListStore } from '../src/platform/list-stores/kv-list-store.ts'
import { createRefreshWorker } from '../src/platform/refresh/refresh-worker.ts'
import { VENDOR_FEEDS } from '../src/platform/refresh/vendor-feeds.ts'

/** For the cron triggers of wrangler.refresh-ranges.toml. It answers no request. */
export default createRefreshWorker({
  ...VENDOR_FEEDS,
  openStore: openKvListStore,
  report: (record) => console.log(JSON.stringify(record)),
})
