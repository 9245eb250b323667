import type { HeaderLine } from '../../headers/header-line.ts'
import type { DemoKeys } from './demo-keys.ts'
import { PROOF_HEADER } from './identity.ts'

/** One request of the demo. */
export type DemoRequest = {
  readonly name: string
  /** Where the sender gets in. */
  readonly entry: 'edge' | 'load balancer' | 'origin'
  readonly headers: readonly HeaderLine[]
  /** What the application has to be told: an address, or nothing because the request has to fail. */
  readonly want: string | undefined
  /** The address that a forger wants the application to believe. */
  readonly forged: string | undefined
}

/** The address every forger would like to be. */
const VICTIM = '198.51.100.7'
const FORGER = '203.0.113.66'
/** One of CloudFront's own addresses: any distribution, ours or a stranger's, calls from there. */
const CLOUDFRONT = '130.176.1.1'

/** Cloudflare puts the address of the connection into this header, and nobody can send it through Cloudflare. */
const from = (address: string): HeaderLine => ['CF-Connecting-IP', address]

/** The honest requests, then the forgeries. On this machine the headers stand in for the CDN that would set them. */
export async function demoRequests(keys: DemoKeys): Promise<readonly DemoRequest[]> {
  const now = Date.now() / 1000
  const [fresh, forged, expired] = [
    await keys.mint(VICTIM, now),
    await keys.forge(VICTIM, now),
    await keys.mint(VICTIM, now - 3600),
  ]
  const assertion = (token: string): HeaderLine => ['X-Client-IP-Assertion', token]
  const viewer: HeaderLine = ['CloudFront-Viewer-Address', `${VICTIM}:443`]
  const honest = (name: string, want: string, headers: readonly HeaderLine[]): DemoRequest => ({
    name,
    entry: 'edge',
    headers,
    want,
    forged: undefined,
  })
  const forgery = (name: string, entry: DemoRequest['entry'], headers: readonly HeaderLine[]): DemoRequest => ({
    name,
    entry,
    headers,
    want: undefined,
    forged: VICTIM,
  })
  return [
    honest('honest client, IPv4', '203.0.113.9', [from('203.0.113.9')]),
    honest('honest client, IPv6', '2001:db8::9', [from('2001:db8::9')]),
    honest('honest client, own CloudFront in front', '203.0.113.9', [
      from(CLOUDFRONT),
      ['CloudFront-Viewer-Address', '203.0.113.9:50000'],
      [PROOF_HEADER, keys.proof],
    ]),
    {
      ...forgery('forged X-Forwarded-For and X_Client_IP', 'edge', [
        from(FORGER),
        ['X-Forwarded-For', VICTIM],
        ['X_Client_IP', VICTIM],
      ]),
      want: FORGER,
    },
    forgery('forged CF-Connecting-IP, past the edge', 'load balancer', [from(VICTIM), ['X-Client-IP', VICTIM]]),
    forgery('own tenant of the same CDN, no proof', 'edge', [from(CLOUDFRONT), viewer]),
    forgery('forged assertion', 'load balancer', [assertion(forged)]),
    forgery('replayed assertion, expired', 'load balancer', [assertion(expired)]),
    forgery('direct hit on the origin, fresh assertion', 'origin', [assertion(fresh)]),
  ]
}
