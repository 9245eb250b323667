import { describeValue } from '../../fault/escape-text.ts'
import { OriginError } from '../origin-error.ts'

/** What a URL parser leaves of every spelling of an IPv4 loopback address. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Returns the address of a key set, or throws an OriginError if whoever is on the way to it could choose the keys. */
export function readKeyUrl(url: string | URL, plainHttp: 'refuse' | 'allow'): string {
  const parsed = URL.parse(url)
  if (parsed === null) throw badUrl(String(url), 'is an absolute URL')
  const { protocol, hostname, username, password, origin, pathname } = parsed
  const isPrivate =
    protocol === 'https:' || (protocol === 'http:' && (plainHttp === 'allow' || LOOPBACK.test(hostname)))
  // Without the query and the credentials, where people put secrets.
  if (!isPrivate) throw badUrl(origin + pathname, 'is https, or http on this machine')
  if (username !== '' || password !== '') throw badUrl(origin + pathname, 'holds no credentials')
  return parsed.href
}

function badUrl(received: string, rule: string): OriginError {
  const nextStep =
    'Name where the edge publishes its keys, such as https://edge.example.com/.well-known/ipseal/jwks.json'
  return new OriginError({ code: 'BAD_KEY_URL', path: 'url', rule, received: describeValue(received), nextStep })
}
