import { parseAllDocuments } from 'yaml'
import type { Compiled } from '../../../../src/compile/index.ts'
import { APP, type Equivalent, VERIFIER } from '../equivalent-envoy.ts'

type Json = { readonly [member: string]: unknown }

type HttpProxy = {
  readonly spec: {
    readonly virtualhost: {
      readonly fqdn: string
      readonly authorization?: { readonly responseTimeout: string; readonly failOpen: boolean }
    }
    readonly routes: readonly { readonly requestHeadersPolicy: { readonly remove: readonly string[] } }[]
  }
}

type Configuration = {
  readonly spec: {
    readonly envoy: {
      readonly listener: { readonly useProxyProtocol: boolean }
      readonly network: { readonly numTrustedHops: number }
    }
  }
}

/** Apimachinery's IsHTTPHeaderName, by which Contour refuses an HTTPProxy (internal/dag/policy.go). */
const HEADER_NAME = /^[-A-Za-z0-9]+$/

const ROUTER = {
  name: 'router',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
}
const CORS = {
  name: 'envoy.filters.http.cors',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors' },
}

/**
 * Makes of compiled files what Contour would send its Envoy for the host, as far as a request sees it: read off
 * projectcontour/contour at 31c4bb3 (internal/envoy/v3/listener.go and internal/xdscache/v3/listener.go).
 *
 * Left out are compression, gRPC-Web, statistics, Lua for cookies, and filters that Contour adds without a configuration.
 */
export function translate(compiled: Compiled): Equivalent {
  const proxies = documentsOf<HttpProxy>(compiled, 'http-proxy.yaml')
  const [configuration] = documentsOf<Configuration>(compiled, 'contour-configuration.yaml')
  const [proxy] = proxies
  if (proxy === undefined || configuration === undefined) throw new Error('no HTTPProxy or configuration is compiled')
  const { listener, network } = configuration.spec.envoy
  return {
    manager: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
      stat_prefix: 'ingress_https',
      http_protocol_options: { accept_http_10: true },
      use_remote_address: true,
      xff_num_trusted_hops: network.numTrustedHops,
      normalize_path: true,
      merge_slashes: true,
      preserve_external_request_id: true,
      http_filters: [CORS, ...authorizationOf(proxy), ROUTER],
      route_config: { virtual_hosts: proxies.map(virtualHost), ignore_port_in_host_matching: true },
    },
    takesProxy: listener.useProxyProtocol,
  }
}

function authorizationOf({ spec }: HttpProxy): readonly Json[] {
  const { authorization } = spec.virtualhost
  if (authorization === undefined) return []
  const typed_config = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz',
    clear_route_cache: true,
    failure_mode_allow: authorization.failOpen,
    status_on_error: { code: 'Forbidden' },
    transport_api_version: 'V3',
    include_peer_certificate: true,
    grpc_service: { envoy_grpc: { cluster_name: VERIFIER }, timeout: authorization.responseTimeout },
  }
  return [{ name: 'envoy.filters.http.ext_authz', typed_config }]
}

function virtualHost({ spec }: HttpProxy): Json {
  const { fqdn } = spec.virtualhost
  const routes = spec.routes.map(({ requestHeadersPolicy: { remove } }) => {
    for (const name of remove) if (!HEADER_NAME.test(name)) throw new Error(`Contour refuses to remove ${name}`)
    return { match: { prefix: '/' }, route: { cluster: APP }, request_headers_to_remove: remove }
  })
  return { name: fqdn, domains: [fqdn], routes }
}

function documentsOf<Document>({ files }: Compiled, path: string): readonly Document[] {
  const text = files.find((file) => file.path === path)?.text ?? ''
  // Sound: these files were written by the compiler, whose members these types name; kubeconform holds them to the CRDs.
  return parseAllDocuments(text).map((document) => document.toJS() as Document)
}
