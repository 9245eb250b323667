import { openRefresher, type Refresher, type RefresherOptions } from './open-refresher.ts'
import { RefreshError } from './refresh-error.ts'
import { readRefreshEvent } from './refresh-event.ts'
import { type RefreshLog, requireRefreshed, resultLog, toMilliseconds, withLastWords } from './refresh-log.ts'

export type RefreshHandlerOptions = Omit<RefresherOptions, 'clock'> &
  Pick<RefreshLog, 'report'> & {
    /** The topic whose notifications are taken; Amazon's own if left out. */
    readonly topicArn?: string
    /** Unix seconds; the system's clock if left out. */
    readonly clock?: () => number
  }

/** What Lambda gives along with an event, as far as it is used here. */
export type RefreshContext = { readonly getRemainingTimeInMillis: () => number }

/** Ends in time to say why, before Lambda ends the process. */
const LAST_WORDS_MS = 1000

/** The provider whose list comes out of Amazon's ip-ranges.json. */
const ANNOUNCED = 'cloudfront'

/**
 * Makes the handler that refreshes stored lists, on a schedule and when Amazon says that its own has changed.
 *
 * An invocation ends in an error if any list was refused or failed, so that the Errors metric of the function is the alarm;
 * the others have been written by then. Lambda repeats it twice, after one minute and after two more.
 */
export function createRefreshHandler({
  report,
  clock = systemClock,
  topicArn,
  ...options
}: RefreshHandlerOptions): (event: unknown, context: RefreshContext) => Promise<void> {
  const log: RefreshLog = { report, clock }
  return (event, context) =>
    withLastWords(log, async () => {
      const asked = readRefreshEvent(event, topicArn)
      const signal = AbortSignal.timeout(Math.max(context.getRemainingTimeInMillis() - LAST_WORDS_MS, 0))
      const refresher = await openRefresher({ ...options, clock })
      if (asked.kind === 'announcement') return await answer(refresher, { ...asked, log, signal })
      const reporting = { report: resultLog(log, refresher.store), signal }
      requireRefreshed(await refresher.refresh(asked.demand, reporting), refresher.store)
    })
}

type Announcement = { readonly syncToken: number; readonly log: RefreshLog; readonly signal: AbortSignal }

/**
 * Notifications come out of order, repeated, and before every one of Amazon's servers has the new file (VPC User Guide):
 * what is known is left alone, and what is not there yet is an error, after which Lambda comes again.
 */
async function answer(refresher: Refresher, { syncToken, log, signal }: Announcement): Promise<void> {
  const { store } = refresher
  const before = await refresher.stored(ANNOUNCED, signal)
  if ((before?.version?.order ?? 0) >= syncToken) {
    const time = toMilliseconds(log.clock)
    log.report({ level: 30, time, msg: 'ranges known', store, provider: ANNOUNCED, syncToken })
    return
  }
  const demand = { providers: [ANNOUNCED], lists: undefined }
  const results = await refresher.refresh(demand, { report: resultLog(log, store), signal })
  requireRefreshed(results, store)
  const reached = results[0]?.record?.version?.order ?? 0
  if (reached >= syncToken) return
  const rule = `must have reached sync token ${syncToken}, which Amazon has announced`
  const nextStep = 'Lambda asks again by itself, and the schedule does after that'
  throw new RefreshError({ code: 'NOT_ARRIVED', path: ANNOUNCED, rule, received: String(reached), nextStep })
}

function systemClock(): number {
  return Date.now() / 1000
}
