import type { Compiled } from '../../../../src/compile/index.ts'
import { at, objectsOf } from '../../../compile/read-yaml.ts'
import { listAt, manifest, textAt } from './pick-manifest.ts'
import { type Here, listens } from './start-controller.ts'

/** A route on which an operator has turned asking off, by a SnippetsFilter. */
export const OPEN_ROUTE = '/open'

/** What `rewriteClientIP.mode` is in nginx (internal/controller/state/dataplane/types.go). */
const MODES: Readonly<Record<string, string>> = { ProxyProtocol: 'proxy_protocol', XForwardedFor: 'X-Forwarded-For' }

/**
 * Renders the compiled objects as NGINX Gateway Fabric would (v2.6.7, internal/controller/nginx/config), in the order of its
 * templates, without what has nothing to do with headers and addresses.
 */
export function renderNginxGatewayFabric(compiled: Compiled, here: Here): string {
  const proxy = at(parameters(compiled), 'spec')
  const format = textAt(proxy, 'logging', 'accessLog', 'format')
  // The first line is of internal/controller/nginx/conf/nginx.conf.
  return `proxy_headers_hash_bucket_size 512; proxy_headers_hash_max_size 1024;
map $http_host $gw_api_compliant_host { '' $host; default $http_host; }
map $http_upgrade $connection_upgrade { default upgrade; '' close; }
log_format ngf_user_defined_log_format escape=${textAt(proxy, 'logging', 'accessLog', 'escape')} '${format}';
access_log ipseal.log ngf_user_defined_log_format;
${snippet(compiled, 'http')}
upstream default_shop_8080 { server ${here.application}; }
${server(compiled, proxy, here)}
`
}

/** The NginxProxy that the Gateway refers to: another one would be nobody's. */
function parameters(compiled: Compiled): unknown {
  const reference = at(manifest(compiled, 'Gateway'), 'spec', 'infrastructure', 'parametersRef')
  return manifest(compiled, textAt(reference, 'kind'), textAt(reference, 'name'))
}

function server(compiled: Compiled, proxy: unknown, here: Here): string {
  const rewriting = at(proxy, 'rewriteClientIP')
  const mode = MODES[textAt(rewriting, 'mode')] ?? ''
  const from = listAt(rewriting, 'trustedAddresses').map((one) => `set_real_ip_from ${textAt(one, 'value')};`)
  const route = manifest(compiled, 'HTTPRoute')
  const headers = proxyHeaders(route)
  const location = (path: string, more: string): string => `location ${path} {
${snippet(compiled, 'http.server.location')}
${more}
proxy_http_version 1.1;
${headers}
proxy_pass http://default_shop_8080;
}`
  return `server {
${listens(here, mode === 'proxy_protocol')}
server_name ${listAt(route, 'spec', 'hostnames').join(' ') || '_'};
${snippet(compiled, 'http.server')}
${from.join('\n')}
${mode === '' ? '' : `real_ip_header ${mode};`}
${at(rewriting, 'setIPRecursively') === true ? 'real_ip_recursive on;' : ''}
${location('/', '')}
${location(`= ${OPEN_ROUTE}`, 'auth_request off;')}
}`
}

/** Of a SnippetsPolicy that is attached to the Gateway. */
function snippet(compiled: Compiled, context: string): string {
  const name = textAt(manifest(compiled, 'Gateway'), 'metadata', 'name')
  const policies = objectsOf(compiled).filter(
    (one) =>
      one.kind === 'SnippetsPolicy' && listAt(one, 'spec', 'targetRefs').some((to) => textAt(to, 'name') === name),
  )
  const snippets = policies.flatMap((one) => listAt(one, 'spec', 'snippets'))
  return snippets
    .filter((one) => textAt(one, 'context') === context)
    .map((one) => textAt(one, 'value'))
    .join('\n')
}

const BASE: readonly (readonly [name: string, value: string])[] = [
  ['Host', '$gw_api_compliant_host'],
  ['X-Forwarded-For', '$proxy_add_x_forwarded_for'],
  ['X-Real-IP', '$remote_addr'],
  ['X-Forwarded-Proto', '$scheme'],
  ['X-Forwarded-Host', '$host'],
  ['X-Forwarded-Port', '$server_port'],
  ['Upgrade', '$http_upgrade'],
  ['Connection', '$connection_upgrade'],
]

/** What the route removes, empty, and the base but for those of exactly the same name: generateProxySetHeaders. */
function proxyHeaders(route: unknown): string {
  const [rule] = listAt(route, 'spec', 'rules')
  const removed = listAt(rule, 'filters').flatMap((filter) => listAt(filter, 'requestHeaderModifier', 'remove'))
  const base = BASE.filter(([name]) => !removed.includes(name))
  return [...removed.map((name) => [name, ''] as const), ...base]
    .map(([name, value]) => `proxy_set_header ${name} ${JSON.stringify(value)};`)
    .join('\n')
}
