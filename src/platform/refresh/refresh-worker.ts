import type { ListStore } from '../../refresh/list-store.ts'
import { readBinding } from '../cloudflare/binding.ts'
import { openRefresher, type RefresherOptions } from './open-refresher.ts'
import { type RefreshLog, requireRefreshed, resultLog, withLastWords } from './refresh-log.ts'

type Bindings = Readonly<Record<string, unknown>>

export type RefreshWorkerOptions = Omit<RefresherOptions, 'clock' | 'read' | 'openStore' | 'readKey'> &
  Pick<RefreshLog, 'report'> & {
    readonly openStore: (reference: string, env: Bindings) => ListStore
    /** Unix seconds; the system's clock if left out. */
    readonly clock?: () => number
  }

/** Cloudflare ends the run of a cron trigger after 15 minutes, without a word. */
const TIMEOUT_MS = 10 * 60_000

const NOTHING_ASKED = { providers: undefined, lists: undefined }

/**
 * Makes a Worker that refreshes stored lists when its cron triggers, and answers no request: it has no fetch handler.
 *
 * The run ends in an error if any list was refused or failed, after the others were written, so that its status is one.
 */
export function createRefreshWorker({
  report,
  openStore,
  clock = () => Date.now() / 1000,
  ...options
}: RefreshWorkerOptions): { readonly scheduled: (controller: unknown, env: Bindings) => Promise<void> } {
  const log: RefreshLog = { report, clock }
  return {
    scheduled: (_controller, env) =>
      withLastWords(log, async () => {
        const refresher = await openRefresher({
          ...options,
          clock,
          read: (name) => readBinding(name, env[name]),
          openStore: (reference) => openStore(reference, env),
        })
        const reporting = { report: resultLog(log, refresher.store), signal: AbortSignal.timeout(TIMEOUT_MS) }
        requireRefreshed(await refresher.refresh(NOTHING_ASKED, reporting), refresher.store)
      }),
  }
}
