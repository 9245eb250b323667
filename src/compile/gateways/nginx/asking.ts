import { block, type Lines, remark } from './lines.ts'
import { ASKING, CLIENT } from './names.ts'

/** Which host a server asks about; it has to be the one that it sends on. */
export type AskedHost = '$http_host' | '$host' | '$gw_api_compliant_host'

/** For the http block. The name is looked up once, when nginx starts: the Service has to be there, and keeps its address. */
export function verifierUpstream(address: string): Lines {
  return block('upstream ipseal_verifier', [`server ${address};`, 'keepalive 16;'])
}

/** For each server block: every request is asked about, and the answer's X-Client-IP kept. */
export function askLines(): Lines {
  return [
    ...remark('Every request is asked about; which routes need no seal is in "exempt" of the service’s document.'),
    `auth_request ${ASKING};`,
    `auth_request_set ${CLIENT} $upstream_http_x_client_ip;`,
  ]
}

/**
 * The location that asks. What it asks about is nginx's own word, in the dialect `nginx` of the service: without these two
 * lines a client could say it instead.
 */
export function askLocation(host: AskedHost): Lines {
  return block(`location = ${ASKING}`, [
    'internal;',
    'access_log off;',
    'proxy_pass http://ipseal_verifier/;',
    'proxy_http_version 1.1;',
    'proxy_pass_request_body off;',
    'proxy_set_header Content-Length "";',
    'proxy_set_header Connection "";',
    'proxy_set_header X-Original-Method $request_method;',
    `proxy_set_header X-Original-URL $scheme://${host}$request_uri;`,
  ])
}
