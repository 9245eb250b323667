const PLAIN = /^[a-z0-9-]*$/
const OUTSIDE = /[^a-z0-9]/g

/**
 * Returns the name under which a header may reach an application: lower case, every byte outside a–z and 0–9 a hyphen.
 *
 * CGI, WSGI and PHP fold `_` and `-` into one (CVE-2025-64484 is one product's bypass by it), and some servers fold
 * more, so two names that fold alike have to be treated as one wherever a header is stripped.
 *
 * @example foldHeaderName('X_Client.IP') // 'x-client-ip'
 */
export function foldHeaderName(name: string): string {
  const lower = name.toLowerCase()
  return PLAIN.test(lower) ? lower : lower.replace(OUTSIDE, '-')
}
