import { normaliseHost } from '../assertion/normalise-host.ts'

/** Where a request was sent to, as the client wrote it, but for the path: that is as it will be sent on. */
export type Target = {
  readonly scheme: string
  /** Host and port, one plain name or address. */
  readonly authority: string
  /** The host alone, in lower case, without a trailing dot. */
  readonly hostname: string
  readonly path: string
  /** With its question mark; empty if there is none. */
  readonly query: string
}

const REQUEST_URL = /^(https?):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i
const HOSTNAME = /^(?:\[[^\]]*\]|[^:]*)/

/** What the URL standard rewrites in a path: dot segments in every spelling, and backslashes. */
const REWRITTEN = /\\|\/(?:\.|%2e){1,2}(?:\/|$)/i

/**
 * Takes a request's URL apart; undefined if its host is not one plain host.
 *
 * Runtimes hand the target over raw and resolve dot segments only when they send it on. They are resolved here first:
 * the path that is looked at has to be the path that the origin gets. A `URL` for every request would cost more than
 * resolving its client.
 */
export function readTarget(url: string): Target | undefined {
  const [, scheme = '', authority = '', rawPath = '', query = ''] = REQUEST_URL.exec(url) ?? []
  const host = normaliseHost(authority)
  if (host === undefined) return undefined
  const path = REWRITTEN.test(rawPath) ? new URL(`http://localhost${rawPath}`).pathname : rawPath
  const [hostname = ''] = HOSTNAME.exec(host) ?? []
  return { scheme: scheme.toLowerCase(), authority, hostname, path: path === '' ? '/' : path, query }
}
