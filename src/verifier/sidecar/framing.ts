import type { RequestFault } from './event.ts'
import type { CollectedName, Treatment } from './treatment.ts'

/** Whether a request has a body, and the header lines that say so to the application. */
export type Body = {
  readonly isThere: boolean
  /** Names and values in turn. */
  readonly headers: readonly string[]
}

type Facts = {
  readonly method: string
  readonly httpVersion: string
  readonly treat: (name: string) => Treatment
}

/** Methods that mean the same without a body; the others say that theirs is empty (RFC 9110 section 8.6). */
const BODILESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS'])

const NO_BODY: Body = { isThere: false, headers: [] }
const EMPTY_BODY: Body = { isThere: false, headers: ['Content-Length', '0'] }
const LENGTH = /^[0-9]{1,15}$/

/**
 * Reads where the body of a request ends, and refuses what two readers could read in two ways.
 *
 * llhttp refuses most of it before; this holds whatever the parser forgives. What goes on is written anew.
 */
export function readBody(
  { method, httpVersion, treat }: Facts,
  collected: Readonly<Record<CollectedName, string | undefined>>,
): Body | RequestFault {
  const coding = collected['transfer-encoding']
  const length = collected['content-length']
  const te = collected.te !== undefined && TRAILERS.test(collected.te) ? TAKES_TRAILERS : []
  if (coding !== undefined) {
    if (length !== undefined || httpVersion !== '1.1') return 'bad-framing'
    if (coding.toLowerCase() !== 'chunked') return 'unknown-coding'
    return { isThere: true, headers: [...te, ...announce(collected.trailer, treat), 'Transfer-Encoding', 'chunked'] }
  }
  if (length === undefined) return withTrailers(BODILESS_METHODS.has(method) ? NO_BODY : EMPTY_BODY, te)
  if (!LENGTH.test(length)) return 'bad-framing'
  if (Number(length) === 0) return withTrailers(EMPTY_BODY, te)
  return { isThere: true, headers: [...te, 'Content-Length', length] }
}

const TRAILERS = /(?:^|,)[ \t]*trailers[ \t]*(?:,|$)/i

/** TE is about one connection, so it is announced as such (RFC 9110 section 10.1.4). */
const TAKES_TRAILERS = ['TE', 'trailers', 'Connection', 'TE']

function withTrailers(body: Body, te: readonly string[]): Body {
  return te.length === 0 ? body : { ...body, headers: [...te, ...body.headers] }
}

/** Only what will be let through as a trailer is announced. */
function announce(trailer: string | undefined, treat: (name: string) => Treatment): readonly string[] {
  if (trailer === undefined) return []
  const names = trailer.split(',').map((name) => name.trim())
  const kept = names.filter((name) => name !== '' && treat(name) === 'keep')
  return kept.length === 0 ? [] : ['Trailer', kept.join(', ')]
}
