import type { GatewayInput } from '../../../target.ts'
import { block, type Lines, remark } from '../lines.ts'
import { ASKING, CLIENT } from '../names.ts'
import { quoteText } from './quote-text.ts'

/** Where the script and the keys lie beside the configuration. */
export const NJS_FOLDER = '/etc/nginx/ipseal/'

/** For the http block. Keys are read when nginx starts or reloads (njs 0.7.8): a reload is how they are rotated. */
export function njsImports(): Lines {
  return [
    ...remark('Above, at the top of nginx.conf: load_module modules/ngx_http_js_module.so;'),
    `js_path ${NJS_FOLDER};`,
    'js_import client_ip from client-ip.js;',
    'js_preload_object edge_jwks from jwks.json;',
  ]
}

/** For the server block: what the script expects, and that every request goes through it. */
export function njsServerLines({ topology, at }: GatewayInput): Lines {
  const { issuer, audience } = topology.assertion
  const exempt = topology.exempt.map(({ method, path }) => `${method} ${path}`).join(', ')
  return [
    `set $edge_issuer ${quoteText(issuer, `${at}, assertion.issuer`)};`,
    `set $edge_audience ${quoteText(audience, `${at}, assertion.audience`)};`,
    ...remark('Compared with the method and the target as they were sent, without decoding.'),
    `set $edge_exempt ${quoteText(exempt, `${at}, exempt`)};`,
    ...remark('Every request is asked about, exempt ones too. With js_content the answer is in $sent_http_….'),
    `auth_request ${ASKING};`,
    `auth_request_set ${CLIENT} $sent_http_x_client_ip;`,
  ]
}

export function njsLocation(): Lines {
  return block(`location = ${ASKING}`, ['internal;', 'js_content client_ip.verify;'])
}
