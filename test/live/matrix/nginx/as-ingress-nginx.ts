import type { Compiled } from '../../../../src/compile/index.ts'
import { at, objectsOf } from '../../../compile/read-yaml.ts'
import { listAt, manifest, textAt } from './pick-manifest.ts'
import { type Here, listens } from './start-controller.ts'

const PREFIX = 'nginx.ingress.kubernetes.io/'

/** What another Ingress of the same controller serves, which asks nobody. */
export const OPEN_ROUTE = '/open'

/**
 * Renders the compiled ConfigMap and Ingress as the controller's template would (v1.15.1,
 * rootfs/etc/nginx/template/nginx.tmpl), in its order, without what has nothing to do with headers and addresses. Lua and
 * headers-more are not there: upstreams stand for the balancer.
 */
export function renderIngressNginx(compiled: Compiled, here: Here): string {
  const config = at(manifest(compiled, 'ConfigMap', 'ingress-nginx-controller'), 'data')
  return `${realIp(config)}
underscores_in_headers ${flag(config, 'enable-underscores-in-headers', false)};
ignore_invalid_headers ${flag(config, 'ignore-invalid-headers', true)};
log_format upstreaminfo ${isOn(config, 'log-format-escape-json') ? 'escape=json ' : ''}'${textAt(config, 'log-format-upstream')}';
access_log ipseal.log upstreaminfo;
map $http_upgrade $connection_upgrade { default upgrade; '' close; }
map $http_x_request_id $req_id { default $http_x_request_id; "" $request_id; }
${textAt(config, 'http-snippet')}
${server(compiled, config, here)}
`
}

/** `if or (or $cfg.UseForwardedHeaders $cfg.UseProxyProtocol) $cfg.EnableRealIP` */
function realIp(config: unknown): string {
  if (isOn(config, 'use-forwarded-headers')) throw new Error('use-forwarded-headers is not rendered here')
  const isProxy = isOn(config, 'use-proxy-protocol')
  if (!isProxy && !isOn(config, 'enable-real-ip')) return ''
  const header = isProxy ? 'proxy_protocol' : textAt(config, 'forwarded-for-header') || 'X-Forwarded-For'
  const ranges = (textAt(config, 'proxy-real-ip-cidr') || '0.0.0.0/0').split(',')
  return [
    `real_ip_header ${header};`,
    'real_ip_recursive on;',
    ...ranges.map((one) => `set_real_ip_from ${one};`),
  ].join('\n')
}

function server(compiled: Compiled, config: unknown, here: Here): string {
  const ingress = manifest(compiled, 'Ingress')
  const rules = listAt(ingress, 'spec', 'rules')
  const names = rules.map((rule) => textAt(rule, 'host') || '_').join(' ')
  const removed = removals(compiled, config)
  return `server {
server_name ${names};
${listens(here, isOn(config, 'use-proxy-protocol'))}
set $proxy_upstream_name "-";
${authLocation(ingress)}
location / {
set $pass_access_scheme $scheme;
set $best_http_host $http_host;
${authorising(ingress)}
${proxying(removed, here)}
}
location = ${OPEN_ROUTE} {
set $pass_access_scheme $scheme;
set $best_http_host $http_host;
${proxying(removed, here)}
}
${textAt(config, 'server-snippet')}
}`
}

/** `location = {{ $authPath }}` */
function authLocation(ingress: unknown): string {
  const url = annotation(ingress, 'auth-url')
  if (url === '') return ''
  return `location = /_external-auth {
internal;
proxy_intercept_errors off;
proxy_pass_request_body off;
proxy_set_header Content-Length "";
proxy_set_header X-Forwarded-Proto "";
proxy_set_header X-Request-ID $req_id;
proxy_set_header Host ${new URL(url).host};
proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
proxy_set_header X-Original-Method $request_method;
proxy_set_header X-Sent-From "nginx-ingress-controller";
proxy_set_header X-Real-IP $remote_addr;
proxy_set_header X-Forwarded-For $remote_addr;
proxy_set_header X-Auth-Request-Redirect $request_uri;
proxy_http_version 1.1;
proxy_pass_request_headers on;
set $target "${url}";
proxy_pass $target;
}`
}

/** `auth_request`, and buildAuthResponseHeaders of template.go. */
function authorising(ingress: unknown): string {
  if (annotation(ingress, 'auth-url') === '') return ''
  const headers = annotation(ingress, 'auth-response-headers')
    .split(',')
    .filter((name) => name !== '')
  const kept = headers.map((name, i) => {
    const variable = name.toLowerCase().replaceAll('-', '_')
    return `auth_request_set $authHeader${i} $upstream_http_${variable};\nproxy_set_header '${name}' $authHeader${i};`
  })
  return ['auth_request /_external-auth;', ...kept].join('\n')
}

function proxying(removed: string, { application }: Here): string {
  return `proxy_set_header Host $best_http_host;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection $connection_upgrade;
proxy_set_header X-Request-ID $req_id;
proxy_set_header X-Real-IP $remote_addr;
proxy_set_header X-Forwarded-For $remote_addr;
proxy_set_header X-Forwarded-Host $best_http_host;
proxy_set_header X-Forwarded-Proto $pass_access_scheme;
proxy_set_header X-Forwarded-Scheme $pass_access_scheme;
proxy_set_header X-Scheme $pass_access_scheme;
proxy_set_header X-Original-Forwarded-For $http_x_forwarded_for;
proxy_set_header X-Original-Forwarded-Host $http_x_forwarded_host;
proxy_set_header Proxy "";
${removed}
proxy_http_version 1.1;
proxy_pass http://${application};`
}

/** `range $k, $v := $all.ProxySetHeaders`: the ConfigMap that `proxy-set-headers` names. */
function removals(compiled: Compiled, config: unknown): string {
  const [namespace, name] = textAt(config, 'proxy-set-headers').split('/')
  const found = objectsOf(compiled).find(
    (one) => at(one, 'metadata', 'namespace') === namespace && at(one, 'metadata', 'name') === name,
  )
  const lines = Object.entries(at(found, 'data') ?? {})
  return lines.map(([key, value]) => `proxy_set_header ${key} ${JSON.stringify(value)};`).join('\n')
}

function annotation(ingress: unknown, key: string): string {
  return textAt(ingress, 'metadata', 'annotations', `${PREFIX}${key}`)
}

function isOn(config: unknown, key: string): boolean {
  return textAt(config, key) === 'true'
}

function flag(config: unknown, key: string, usual: boolean): 'on' | 'off' {
  return (at(config, key) === undefined ? usual : isOn(config, key)) ? 'on' : 'off'
}
