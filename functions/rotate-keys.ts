import { openStore } from '../src/platform/open-store.ts'
import { createRotationHandler } from '../src/platform/rotation-handler.ts'

/** For a schedule of EventBridge; its input says how often keys change: `{"every":"90d"}`. */
export const handler = createRotationHandler({
  reference: process.env.IPSEAL_KEYS,
  openStore,
  // One line for each run. The console of the runtime would put a time and an id before the JSON.
  report: (record) => {
    process.stdout.write(`${JSON.stringify(record)}\n`)
  },
})
