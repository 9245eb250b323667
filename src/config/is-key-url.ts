/** Two letters at least, for a path may begin with the letter of a drive. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i

/**
 * Says whether `jwks` names a URL, and no file: the one place that tells them apart. A document that was checked has none
 * but `https://` ones; fetch would take `https:name` for a host of that name, which anybody may own.
 */
export function isKeyUrl(jwks: string): boolean {
  return SCHEME.test(jwks)
}
