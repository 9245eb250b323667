import pRetry from 'p-retry'
import type { FeedRequest } from '../ranges/feeds/feed.ts'
import { type Answer, askSource } from './ask-source.ts'
import { checkUrl } from './check-url.ts'
import { explainFetchError } from './explain-fetch-error.ts'
import { FetchFailure } from './fetch-failure.ts'
import type { Fetch, FetchLimits } from './fetch-limits.ts'
import { pause } from './pause.ts'
import { showSource } from './show-source.ts'

export type Patience = {
  /** How to fetch, where it is not by the global `fetch`. */
  readonly fetch?: Fetch | undefined
  readonly limits?: FetchLimits | undefined
  readonly signal?: AbortSignal | undefined
}

const MOST_RETRIES = 3

/**
 * Asks for one part of a list, again after what may pass, and for the file that it names if it is a page that names one.
 *
 * Throws a FetchFailure. A page is asked for whole each time, and so is its file: an entity tag belongs to one address,
 * and that of the file changes.
 */
export async function askPatiently(request: FeedRequest, etag: string, patience: Patience): Promise<Answer> {
  const { follow } = request
  if (follow === undefined) return await askAgain(request, etag, patience)
  const page = await askAgain(request, '', patience)
  // The feed says which addresses it takes. Of a page named by a page nothing is followed.
  const named = page.kind === 'body' ? follow(page.body) : undefined
  if (named === undefined) throw namesNoList(request)
  const file = await askAgain(named, '', patience)
  return file.kind === 'body' ? { ...file, etag: '' } : file
}

async function askAgain(request: FeedRequest, etag: string, { limits = {}, ...patience }: Patience): Promise<Answer> {
  const { timeoutSeconds = 20, retries = MOST_RETRIES, pauseSeconds = 1, longestPauseSeconds = 30 } = limits
  checkUrl(request.url, limits.allowsLoopbackHttp === true)
  // By way of the global name, which tests and instrumentation replace; some runtimes want no other `this`.
  const send: Fetch = patience.fetch ?? ((url, init) => fetch(url, init))
  const { signal } = patience
  const mayAskAgain = async ({ error }: { readonly error: Error }): Promise<boolean> => {
    if (!(error instanceof FetchFailure) || !error.mayPass) return false
    const { retryAfterSeconds = 0 } = error
    if (retryAfterSeconds > longestPauseSeconds) return false
    if (retryAfterSeconds > 0) await pause(retryAfterSeconds, signal)
    return true
  }
  try {
    return await pRetry(() => askSource(request, { etag, send, timeoutSeconds, signal }), {
      retries: Math.min(retries, MOST_RETRIES),
      minTimeout: pauseSeconds * 1000,
      randomize: true,
      shouldRetry: mayAskAgain,
      signal,
    })
  } catch (error) {
    // Of a pause that was cut short only the signal's own reason comes.
    throw explainFetchError(error, request, { isStopped: signal?.aborted === true, isLate: false })
  }
}

function namesNoList({ url }: FeedRequest): FetchFailure {
  const rule = 'must name one file where the list is now'
  const nextStep = 'Look at the page: the vendor may have moved the list, or it is an error page'
  return new FetchFailure({ code: 'NAMES_NO_LIST', path: showSource(url), rule, nextStep }, { outcome: 'refused' })
}
