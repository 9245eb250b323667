import { isEntityTag } from '../ranges/entity-tag.ts'
import type { FeedRequest } from '../ranges/feeds/feed.ts'
import { checkAnswer } from './check-answer.ts'
import { explainFetchError } from './explain-fetch-error.ts'
import type { Fetch } from './fetch-limits.ts'
import { readBody } from './read-body.ts'

/** `same`: what was sent with this entity tag still holds. */
export type Answer = { readonly kind: 'same' } | { readonly kind: 'body'; readonly body: string; readonly etag: string }

export type Asking = {
  /** From an earlier answer to the same request; empty to have the list whole. */
  readonly etag: string
  readonly send: Fetch
  readonly timeoutSeconds: number
  readonly signal: AbortSignal | undefined
}

/** Sends a request once and reads its answer to the end, or throws a FetchFailure. */
export async function askSource(request: FeedRequest, asking: Asking): Promise<Answer> {
  const { etag, send, signal } = asking
  const end = new AbortController()
  const timeout = AbortSignal.timeout(asking.timeoutSeconds * 1000)
  const limit = AbortSignal.any([end.signal, timeout, ...(signal === undefined ? [] : [signal])])
  // Raced against each step, for a fetch or a body that does not heed its signal.
  const aborted = rejectOnAbort(limit)
  try {
    const headers = { accept: request.contentTypes.join(', '), ...(etag !== '' && { 'if-none-match': etag }) }
    const sent = send(request.url, { headers, redirect: 'manual', signal: limit })
    const response = await Promise.race([sent, aborted])
    if (response.status === 304 && etag !== '') return { kind: 'same' }
    checkAnswer(response, request)
    const body = await readBody(response, request, aborted)
    return { kind: 'body', body, etag: readEtag(response) }
  } catch (error) {
    throw explainFetchError(error, request, { isStopped: signal?.aborted === true, isLate: timeout.aborted })
  } finally {
    // Closes a connection that still has something to say.
    end.abort()
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  // It may reject when nobody waits for it any more.
  promise.catch(() => undefined)
  if (signal.aborted) reject(signal.reason)
  signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  return promise
}

/** Empty if there is none that can be kept. */
function readEtag({ headers }: Response): string {
  const etag = headers.get('etag') ?? ''
  return isEntityTag(etag) ? etag : ''
}
