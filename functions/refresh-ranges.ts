import { openListStore } from '../src/platform/list-stores/open-list-store.ts'
import { readEnvironment } from '../src/platform/read-environment.ts'
import { readKeyReference } from '../src/platform/refresh/read-key-reference.ts'
import { createRefreshHandler } from '../src/platform/refresh/refresh-handler.ts'
import { VENDOR_FEEDS } from '../src/platform/refresh/vendor-feeds.ts'
import { writeRecord } from '../src/platform/write-record.ts'

/** For schedules of EventBridge, whose input may say which lists: `{"providers":["cloudfront"]}`; and for Amazon's SNS topic. */
export const handler = createRefreshHandler({
  ...VENDOR_FEEDS,
  read: readEnvironment,
  readKey: readKeyReference,
  openStore: openListStore,
  report: writeRecord,
})
