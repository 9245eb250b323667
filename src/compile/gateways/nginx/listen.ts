import { isAtLeast } from '../../../topology/version.ts'
import type { Entrance } from '../../entrance.ts'
import type { Lines } from './lines.ts'

export const HTTP_PORT = 8080
export const HTTPS_PORT = 8443

/** `listen … http2` was replaced by a directive of its own (ngx_http_v2_module). */
const HTTP2_DIRECTIVE = '1.25.1'

/** The ports of the server block, with the header of a load balancer and over both families. */
export function listenLines({ takesProxy, isDecrypted }: Entrance, version: string): Lines {
  const proxy = takesProxy ? ' proxy_protocol' : ''
  const hasDirective = isAtLeast(version, HTTP2_DIRECTIVE)
  const tls = hasDirective ? ' ssl' : ' ssl http2'
  const plain = [`listen ${HTTP_PORT}${proxy};`, `listen [::]:${HTTP_PORT}${proxy};`]
  // Whoever ended TLS in front sends HTTP, and there is no certificate here.
  if (isDecrypted) return plain
  return [
    ...plain,
    `listen ${HTTPS_PORT}${tls}${proxy};`,
    `listen [::]:${HTTPS_PORT}${tls}${proxy};`,
    ...(hasDirective ? ['http2 on;'] : []),
    'ssl_certificate /etc/nginx/tls/tls.crt;',
    'ssl_certificate_key /etc/nginx/tls/tls.key;',
  ]
}
