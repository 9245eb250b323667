/** Where a request was sent to, as the client wrote it, but for the path: that is as it will be sent on. */
export type Target = {
  readonly scheme: string
  /** Host and port; nothing is known of them yet. */
  readonly claimedAuthority: string
  readonly path: string
  /** With its question mark; empty if there is none. */
  readonly query: string
}

/** What the URL standard rewrites in a path, or cuts off: backslashes, fragments, dot segments in every spelling. */
const REWRITTEN = /[\\#]|\/(?:\.|%2e){1,2}(?:\/|$)/i

/**
 * Takes a request's URL apart.
 *
 * Runtimes hand the target over raw and resolve dot segments only when they send it on. They are resolved here first:
 * the path that is looked at has to be the path that the origin gets. A `URL` object for every request would cost more
 * than resolving its client does.
 */
export function readTarget(url: string): Target {
  const schemeEnd = url.indexOf('://')
  const rest = url.slice(schemeEnd + 3)
  const question = rest.indexOf('?')
  const beforeQuery = question === -1 ? rest : rest.slice(0, question)
  const slash = beforeQuery.indexOf('/')
  const rawPath = slash === -1 ? '/' : beforeQuery.slice(slash)
  return {
    scheme: url.slice(0, Math.max(schemeEnd, 0)),
    claimedAuthority: slash === -1 ? beforeQuery : beforeQuery.slice(0, slash),
    path: REWRITTEN.test(rawPath) ? new URL(`http://localhost${rawPath}`).pathname : rawPath,
    query: question === -1 ? '' : rest.slice(question),
  }
}
