import type { HeaderLine } from '../headers/header-line.ts'
import { foldHeaderName } from '../headers/header-name.ts'
import { remember } from '../headers/remember.ts'
import type { Policy } from '../resolve/policy.ts'
import type { OwnNames } from './own-names.ts'

/** The headers of a request, sorted by what is done with them. */
type SortedHeaders = {
  /** The lines that policies look at, in order; every other line is the application's alone. */
  readonly read: readonly HeaderLine[]
  /** The names, as they were sent, of what must not reach the origin. */
  readonly stripped: readonly string[]
}

/** `Headers`, or anything else that tells each line: its value, then its name in lower case. */
type HeaderSource = { readonly forEach: (tell: (value: string, name: string) => void) => void }

export type SortHeaders = (headers: HeaderSource) => SortedHeaders

/** Browsers use a few dozen names. No name that means anything to us is longer. */
const ROOM_FOR_NAMES = { entries: 1024, keyLength: 64 }

/**
 * Headers about one connection (RFC 9110 section 7.6.1), and `Host`, which belongs to the URL that is asked next. `TE`
 * and `Trailer` promise trailers, which the Fetch standard cannot send on.
 */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * Returns a function that goes once through the headers of a request, which is most of what sealing one costs.
 *
 * Besides the edge's own names it strips the ones that a `Connection` header lists, as RFC 9110 section 7.6.1 wants.
 * Whoever lists ours there gains nothing: they are set afterwards, on a request without a `Connection` header.
 */
export function createHeaderSorter(own: OwnNames, policies: readonly Policy[]): SortHeaders {
  const isStripped = (folded: string): boolean => own.has(folded) || CONNECTION_HEADERS.has(folded)
  const treat = remember(ROOM_FOR_NAMES, (name) => ({
    isRead: policies.some(({ names }) => names.find(name) !== undefined),
    isStripped: isStripped(foldHeaderName(name)),
  }))
  return (headers) => {
    const read: HeaderLine[] = []
    const stripped: string[] = []
    headers.forEach((value, name) => {
      const treatment = treat(name)
      if (treatment.isRead) read.push([name, value])
      if (!treatment.isStripped) return
      stripped.push(name)
      if (name === 'connection') stripped.push(...listOptions(value))
    })
    return { read, stripped }
  }
}

function listOptions(connection: string): readonly string[] {
  return connection
    .split(',')
    .map((option) => option.trim())
    .filter((option) => TOKEN.test(option))
}
