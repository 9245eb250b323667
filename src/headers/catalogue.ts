import { CLAIM_NAMES } from './claim-names.ts'
import type { HeaderFormat } from './header-format.ts'

export type KnownHeader = {
  /** In lower case. */
  readonly name: string
  readonly format: HeaderFormat
  readonly setBy: string
  /** The provider list behind which the header is the edge's own word, if there is one. */
  readonly provider?: string
  /** `always`: whoever sends it, it may be a client's own text. A list: it may be when one of these providers passes it on. */
  readonly clientWritable: 'never' | 'always' | readonly string[]
  /** Whether the edge removes inbound copies before it forwards. */
  readonly stripped: boolean
}

const vouched = (name: string, setBy: string, format: HeaderFormat = 'address'): KnownHeader => ({
  name,
  format,
  setBy,
  clientWritable: 'never',
  stripped: CLAIM_NAMES.includes(name),
})

const writable = (name: string, setBy: string, by: KnownHeader['clientWritable'] = 'always'): KnownHeader => ({
  ...vouched(name, setBy),
  clientWritable: by,
})

const list = (name: string, setBy: string, format: HeaderFormat): KnownHeader => ({
  ...vouched(name, setBy, format),
  // Fastly appends nothing on plain HTTP: what the client wrote passes through unchanged (Fastly docs, X-Forwarded-For).
  clientWritable: ['fastly'],
})

/**
 * Every header known to us that carries a client's address, with what is known about who can write it.
 *
 * `clientWritable` is about the header as its vendor ships it. A provider's list proves the last hop and nothing else,
 * so that even a header no client can write is worth only as much as the proof beside it (docs/security-model.md).
 * Sources: each vendor's own page on request headers, read in 2026.
 */
export const HEADER_CATALOGUE: readonly KnownHeader[] = [
  list('x-forwarded-for', 'nearly every proxy', 'x-forwarded-for'),
  list('forwarded', 'RFC 7239 proxies', 'forwarded'),
  list('x-original-forwarded-for', 'ingress-nginx: the X-Forwarded-For it received, moved aside', 'x-forwarded-for'),
  { ...vouched('cf-connecting-ip', 'Cloudflare'), provider: 'cloudflare' },
  // Only set under Pseudo IPv4 "Overwrite headers"; nothing says that a client's copy is removed when that is off.
  writable('cf-connecting-ipv6', 'Cloudflare, Pseudo IPv4'),
  writable('cf-pseudo-ipv4', 'Cloudflare, Pseudo IPv4'),
  // Akamai keeps a client's copy by default; Cloudflare sets it on some plans alone.
  writable('true-client-ip', 'Akamai, Cloudflare Enterprise', ['akamai', 'cloudflare']),
  {
    ...vouched('cloudfront-viewer-address', 'CloudFront, by origin request policy', 'address-port'),
    provider: 'cloudfront',
  },
  writable('fastly-client-ip', 'Fastly, unless the client sent it'),
  { ...vouched('x-azure-socketip', 'Azure Front Door'), provider: 'azure-front-door' },
  writable('x-azure-clientip', "Azure Front Door, from the client's X-Forwarded-For"),
  { ...vouched('incap-client-ip', 'Imperva'), provider: 'imperva' },
  vouched('x-sucuri-clientip', 'Sucuri'),
  vouched('fly-client-ip', 'Fly'),
  vouched('x-vercel-forwarded-for', 'Vercel', 'x-forwarded-for'),
  vouched('x-nf-client-connection-ip', 'Netlify'),
  vouched('x-appengine-user-ip', 'App Engine'),
  vouched('do-connecting-ip', 'DigitalOcean App Platform'),
  vouched('x-fah-client-ip', 'Firebase App Hosting'),
  { ...vouched('x-gcp-connecting-ip', 'Google Cloud load balancers, custom header'), provider: 'google-lb' },
  vouched('x-envoy-external-address', 'Envoy'),
  vouched('x-real-ip', 'nginx, where it is configured to'),
  writable('x-client-ip', 'no one in particular; our own output towards the application'),
  writable('x-client-ip-address', 'no one in particular'),
  writable('x-cluster-client-ip', 'no one in particular'),
  writable('x-originating-ip', 'no one in particular'),
  writable('x-remote-ip', 'no one in particular'),
  writable('x-remote-addr', 'no one in particular'),
  writable('x-forwarded', 'no one in particular'),
  writable('forwarded-for', 'no one in particular'),
  writable('client-ip', 'no one in particular'),
  writable('wl-proxy-client-ip', 'WebLogic plug-ins'),
]

const BY_NAME: ReadonlyMap<string, KnownHeader> = new Map(HEADER_CATALOGUE.map((header) => [header.name, header]))

/** The catalogue's entry for a header name in any case, undefined if the catalogue does not know it. */
export function findKnownHeader(name: string): KnownHeader | undefined {
  return BY_NAME.get(name.toLowerCase())
}
