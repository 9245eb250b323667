import type { DemoKeys } from './demo-keys.ts'
import type { DemoPath } from './demo-path.ts'
import { PROOF_HEADER } from './identity.ts'

/** Requests to try by hand while the path is up. */
export function curlLines({ ports }: DemoPath, { proof }: DemoKeys): string {
  const edge = `http://127.0.0.1:${ports.edge}`
  return [
    '',
    'The path is up; Ctrl-C ends it. CF-Connecting-IP is what Cloudflare would set: play Cloudflare with it.',
    '',
    `  curl -s ${edge}/ -H 'CF-Connecting-IP: 203.0.113.9'`,
    `  curl -s ${edge}/.well-known/ipseal/whoami -H 'CF-Connecting-IP: 203.0.113.9'`,
    `  curl -s ${edge}/.well-known/ipseal/jwks.json`,
    'Forge an address through the edge (served as itself), past it (401), and past the load balancer (closed):',
    `  curl -s ${edge}/ -H 'CF-Connecting-IP: 203.0.113.9' -H 'X-Forwarded-For: 198.51.100.7'`,
    `  curl -s http://127.0.0.1:${ports['load balancer']}/ -H 'X-Client-IP: 198.51.100.7'`,
    `  curl -s http://127.0.0.1:${ports.origin}/ -H 'X-Client-IP: 198.51.100.7'`,
    'Come by a CloudFront distribution, of a stranger (403) and of ours:',
    `  curl -s ${edge}/ -H 'CF-Connecting-IP: 130.176.1.1' -H 'CloudFront-Viewer-Address: 203.0.113.9:443'`,
    `  curl -s ${edge}/ -H 'CF-Connecting-IP: 130.176.1.1' -H 'CloudFront-Viewer-Address: 203.0.113.9:443' -H '${PROOF_HEADER}: ${proof}'`,
  ].join('\n')
}
