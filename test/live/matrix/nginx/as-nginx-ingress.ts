import type { Compiled } from '../../../../src/compile/index.ts'
import { at } from '../../../compile/read-yaml.ts'
import { listAt, manifest, textAt } from './pick-manifest.ts'
import { type Here, listens } from './start-controller.ts'

/** A route on which an operator has turned asking off, by a snippet of its own. */
export const OPEN_ROUTE = '/open'

/**
 * Renders the compiled ConfigMap and VirtualServer as F5's controller would (v5.5.4, internal/configs/version1/nginx.tmpl
 * and version2/nginx.virtualserver.tmpl), in their order, without what has nothing to do with headers and addresses.
 */
export function renderNginxIngress(compiled: Compiled, here: Here): string {
  const config = at(manifest(compiled, 'ConfigMap'), 'data')
  const escaping = textAt(config, 'log-format-escaping')
  return `${textAt(config, 'http-snippets')}
log_format main ${escaping === '' ? '' : `escape=${escaping} `}'${textAt(config, 'log-format')}';
access_log ipseal.log main;
map $http_upgrade $default_connection_header { default ""; }
map $http_upgrade $vs_connection_header { default upgrade; '' $default_connection_header; }
upstream vs_default_shop_application { server ${here.application}; }
${server(config, manifest(compiled, 'VirtualServer'), here)}
`
}

function server(config: unknown, virtualServer: unknown, here: Here): string {
  const snippets = textAt(config, 'location-snippets')
  const [route] = listAt(virtualServer, 'spec', 'routes')
  const headers = proxyHeaders(at(route, 'action', 'proxy'))
  const location = (path: string, more: string): string => `location ${path} {
${snippets}
${more}
set $default_connection_header close;
proxy_http_version 1.1;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection $vs_connection_header;
proxy_pass_request_headers on;
${headers}
proxy_pass http://vs_default_shop_application;
}`
  return `server {
${listens(here, isOn(config, 'proxy-protocol'))}
server_name ${textAt(virtualServer, 'spec', 'host')};
${realIp(config)}
${textAt(config, 'server-snippets')}
${location(textAt(route, 'path'), '')}
${location(`= ${OPEN_ROUTE}`, 'auth_request off;')}
}`
}

function realIp(config: unknown): string {
  const from = textAt(config, 'set-real-ip-from')
    .split(',')
    .filter((one) => one !== '')
  const header = textAt(config, 'real-ip-header')
  return [
    ...from.map((one) => `set_real_ip_from ${one};`),
    ...(header === '' ? [] : [`real_ip_header ${header};`]),
    ...(isOn(config, 'real-ip-recursive') ? ['real_ip_recursive on;'] : []),
  ].join('\n')
}

const OWN: readonly (readonly [name: string, value: string])[] = [
  ['X-Real-IP', '$remote_addr'],
  ['X-Forwarded-For', '$proxy_add_x_forwarded_for'],
  ['X-Forwarded-Host', '$host'],
  ['X-Forwarded-Port', '$server_port'],
  ['X-Forwarded-Proto', '$scheme'],
]

/** Its own lines but for those that the route names, then the route's, then Host: generateProxySetHeaders. */
function proxyHeaders(proxy: unknown): string {
  const set = listAt(proxy, 'requestHeaders', 'set').map((one) => [textAt(one, 'name'), textAt(one, 'value')] as const)
  const named = new Set(set.map(([name]) => name.toLowerCase()))
  const own = OWN.filter(([name]) => !named.has(name.toLowerCase()))
  const host = named.has('host') ? [] : [['Host', '$host'] as const]
  return [...own, ...set, ...host]
    .map(([name, value]) => `proxy_set_header ${name} ${JSON.stringify(value)};`)
    .join('\n')
}

/** GetMapKeyAsBool: strconv.ParseBool. */
function isOn(config: unknown, key: string): boolean {
  return ['True', 'true', '1'].includes(textAt(config, key))
}
