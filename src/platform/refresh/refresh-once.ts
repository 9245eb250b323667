import { openRefresher, type RefresherOptions } from './open-refresher.ts'
import { type RefreshLog, requireRefreshed, resultLog, withLastWords } from './refresh-log.ts'

export type RefreshOnceOptions = Omit<RefresherOptions, 'clock'> &
  Pick<RefreshLog, 'report'> & {
    /** Ends it where the platform would end the process without a word. */
    readonly signal: AbortSignal
  }

const NOTHING_ASKED = { providers: undefined, lists: undefined }

/** Refreshes the lists that IPSEAL_RANGES_FEEDS names, or all of them. Rejects if any was refused or failed. */
export async function refreshOnce({ report, signal, ...options }: RefreshOnceOptions): Promise<void> {
  const log: RefreshLog = { report, clock: () => Date.now() / 1000 }
  await withLastWords(log, async () => {
    const refresher = await openRefresher({ ...options, clock: log.clock })
    const reporting = { report: resultLog(log, refresher.store), signal }
    requireRefreshed(await refresher.refresh(NOTHING_ASKED, reporting), refresher.store)
  })
}
