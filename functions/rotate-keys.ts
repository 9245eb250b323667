import { createRotationHandler } from '../src/platform/rotation/rotation-handler.ts'
import { openStore } from '../src/platform/stores/open-store.ts'

/** For a schedule of EventBridge; its input says how often keys change: `{"every":"90d"}`. */
export const handler = createRotationHandler({
  reference: process.env.IPSEAL_KEYS,
  openStore,
  // One line for each run. The console of the runtime would put a time and an id before the JSON.
  report: (record) => {
    process.stdout.write(`${JSON.stringify(record)}\n`)
  },
})
