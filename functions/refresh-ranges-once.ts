import { openListStore } from '../src/platform/list-stores/open-list-store.ts'
import { readEnvironment } from '../src/platform/read-environment.ts'
import { readKeyReference } from '../src/platform/refresh/read-key-reference.ts'
import { refreshOnce } from '../src/platform/refresh/refresh-once.ts'
import { VENDOR_FEEDS } from '../src/platform/refresh/vendor-feeds.ts'
import { writeRecord } from '../src/platform/write-record.ts'

/** A CronJob ends its pod without a word when its deadline has passed; this one has the last word before that. */
const TIMEOUT_MS = 8 * 60_000

const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

try {
  await refreshOnce({
    ...VENDOR_FEEDS,
    read: readEnvironment,
    readKey: readKeyReference,
    openStore: openListStore,
    report: writeRecord,
    signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
  })
} catch {
  // Why is in the records. Code 1 is what the command line ends with when the answer is no.
  process.exitCode = 1
}
