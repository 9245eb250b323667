/** The target in the form in which it is verified and passed on, and the host that it names itself, if any. */
export type Target = { readonly target: string; readonly authority: string | undefined }

const ABSOLUTE = /^https?:\/\/(?<authority>[^/?#]*)(?<rest>.*)$/is

/**
 * Reads a request target; undefined for one that a server of one application has no answer to.
 *
 * The absolute form becomes the origin form before anything is decided, and its authority takes the place of Host (RFC
 * 9112 section 3.2.2), so that verifier, exemptions and application look at the same path and host.
 */
export function readTarget(method: string, target: string): Target | undefined {
  if (target.includes('#')) return undefined
  if (target.startsWith('/')) return { target, authority: undefined }
  if (target === '*') return method === 'OPTIONS' ? { target, authority: undefined } : undefined
  const { authority, rest = '' } = ABSOLUTE.exec(target)?.groups ?? {}
  if (authority === undefined) return undefined
  if (rest.startsWith('/')) return { target: rest, authority }
  // RFC 9112 section 3.2.4: without path and query this is how a proxy is asked about a server as a whole.
  return { target: rest === '' && method === 'OPTIONS' ? '*' : `/${rest}`, authority }
}
