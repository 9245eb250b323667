import type { FeedRequest } from '../ranges/feeds/feed.ts'
import { FetchFailure } from './fetch-failure.ts'
import { showSource } from './show-source.ts'

/**
 * Returns the text of a body, or throws a FetchFailure as soon as it has more than `maxBytes` after decoding.
 *
 * Content-Length is of the encoded body and may be wrong or missing, so that the bytes themselves are counted: of what a
 * gzip bomb unfolds to, no more than the limit and one chunk is ever here.
 */
export async function readBody(response: Response, request: FeedRequest, aborted: Promise<never>): Promise<string> {
  if (Number(response.headers.get('content-length')) > request.maxBytes) throw tooLarge(request)
  const reader = response.body?.getReader()
  // A byte sequence that is no UTF-8 is nobody's list; a byte order mark at the start is dropped.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  let text = ''
  for (;;) {
    const read = await Promise.race([reader?.read(), aborted])
    if (read?.value === undefined) return text + decode(decoder, request)
    bytes += read.value.length
    if (bytes > request.maxBytes) throw tooLarge(request)
    text += decode(decoder, request, read.value)
  }
}

function decode(decoder: TextDecoder, request: FeedRequest, chunk?: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined })
  } catch {
    const fault = {
      path: showSource(request.url),
      rule: 'must be text in UTF-8',
      nextStep: 'Look at what is published',
    }
    throw new FetchFailure({ code: 'NOT_UTF8', ...fault }, { outcome: 'refused' })
  }
}

function tooLarge({ url, maxBytes }: FeedRequest): FetchFailure {
  const rule = `must have at most ${maxBytes} bytes, decoded`
  const nextStep = 'Look at what is published there; nothing of it was kept'
  return new FetchFailure({ code: 'TOO_LARGE', path: showSource(url), rule, nextStep }, { outcome: 'refused' })
}
