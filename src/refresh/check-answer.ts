import { describeValue, escapeText } from '../fault/escape-text.ts'
import type { FeedRequest } from '../ranges/feeds/feed.ts'
import { FetchFailure } from './fetch-failure.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { showSource } from './show-source.ts'

/** Throws a FetchFailure unless the answer may hold a list: status 200 and a media type that the feed names. */
export function checkAnswer(response: Response, request: FeedRequest): void {
  const path = showSource(request.url)
  if (isRedirect(response)) {
    const rule = 'must answer by itself: no redirect is followed'
    const nextStep = 'If the vendor has moved the list, the feed needs its new address'
    const received = `a redirect to ${redirectHost(response, request.url)}`
    throw new FetchFailure({ code: 'REDIRECTED', path, rule, received, nextStep }, { outcome: 'refused' })
  }
  if (response.status !== 200) throw badStatus(response, path)
  // Its parameters say nothing of use: the text has to be UTF-8 whatever they name.
  const mediaType = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (mediaType !== undefined && request.contentTypes.includes(mediaType)) return
  const rule = `must be ${request.contentTypes.join(' or ')}`
  const nextStep = 'It is most likely an error page: look at the address in a browser'
  const fault = { path, rule, received: describeValue(mediaType), nextStep }
  throw new FetchFailure({ code: 'BAD_MEDIA_TYPE', ...fault }, { outcome: 'refused' })
}

/** Browsers hide a redirect that they were told not to follow: status 0 and no Location. */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304)
}

/** The host alone: the rest of a Location is whatever somebody wants to have in a log. */
function redirectHost(response: Response, url: string): string {
  const location = response.headers.get('location')
  const target = location === null ? null : URL.parse(location, url)
  return target === null ? 'an unknown place' : `"${escapeText(target.host)}"`
}

function badStatus(response: Response, path: string): FetchFailure {
  const { status, headers } = response
  if (status === 304) {
    const rule = 'must send the list, as it was asked for whole'
    const nextStep = 'Look at the caches on the way; the request is sent again by the next refresh'
    return new FetchFailure({ code: 'UNASKED_304', path, rule, received: '304', nextStep }, { outcome: 'refused' })
  }
  const mayPass = status === 429 || status >= 500
  const nextStep = mayPass ? 'The next refresh tries again' : 'Look whether the list is still published there'
  return new FetchFailure(
    { code: 'BAD_STATUS', path, rule: 'must answer with 200', received: String(status), nextStep },
    { outcome: 'failed', mayPass, retryAfterSeconds: retryAfterSeconds(headers) },
  )
}
