/** What RFC 3986 section 3.3 lets a path hold, but for a lone percent sign. */
const PLAIN_PATH = /^\/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*$/

/** Segments that a URL parser resolves, in every spelling that the WHATWG URL Standard gives them. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i

/** Returns the path of a raw request target: everything before the first `?`, undecoded. */
export function pathOf(target: string): string {
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}

/**
 * Returns the path of a raw request target for the `path` claim, or undefined if a proxy on the way may rewrite it.
 *
 * Proxies resolve dot segments, merge slashes, turn `\` into `/` and encode what RFC 3986 does not allow; a token for
 * such a path would be refused or, worse, would hold for another one. Encoded slashes pass: proxies keep them by
 * default, and registries and code hosts need them.
 */
export function bindablePath(target: string): string | undefined {
  const path = pathOf(target)
  if (!PLAIN_PATH.test(path) || DOT_SEGMENT.test(path) || path.includes('//')) return undefined
  return path
}
