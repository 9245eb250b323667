import { createRotationHandler } from '../src/platform/rotation/rotation-handler.ts'
import { openStore } from '../src/platform/stores/open-store.ts'
import { writeRecord } from '../src/platform/write-record.ts'

/** For a schedule of EventBridge; its input says how often keys change: `{"every":"90d"}`. */
export const handler = createRotationHandler({
  reference: process.env.IPSEAL_KEYS,
  openStore,
  report: writeRecord,
})
