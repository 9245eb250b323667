import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../headers/own-names.ts'
import { because, type Plain } from '../yaml/because.ts'

/** How Envoy asks the verifier service: gRPC shows it every line that came, HTTP works where gRPC does not. */
export type Asking =
  | { readonly by: 'grpc'; readonly cluster: string }
  /** `pathPrefix` is that of the service's document. */
  | { readonly by: 'http'; readonly cluster: string; readonly pathPrefix: string }

const TIMEOUT = '2s'

/** The filter that asks the verifier service about every request and refuses while it is away. */
export function extAuthzFilter(asking: Asking): Plain {
  return {
    name: 'envoy.filters.http.ext_authz',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz',
      failure_mode_allow: because('true would let everything pass while the service is away.', false),
      ...(asking.by === 'grpc' ? byGrpc(asking.cluster) : byHttp(asking)),
    },
  }
}

function byGrpc(cluster: string): { readonly [member: string]: Plain } {
  return {
    transport_api_version: 'V3',
    grpc_service: { envoy_grpc: { cluster_name: cluster }, timeout: TIMEOUT },
  }
}

function byHttp({ cluster, pathPrefix }: Extract<Asking, { readonly by: 'http' }>): {
  readonly [member: string]: Plain
} {
  return {
    allowed_headers: { patterns: [{ exact: ASSERTION_HEADER }] },
    http_service: {
      server_uri: { uri: `http://${cluster}`, cluster, timeout: TIMEOUT },
      path_prefix: because('"pathPrefix" of the service’s document.', pathPrefix),
      authorization_response: { allowed_upstream_headers: { patterns: [{ exact: CLIENT_IP_HEADER }] } },
    },
  }
}
