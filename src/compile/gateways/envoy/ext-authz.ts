import { NEVER_OPEN } from '../../envoy/reasons.ts'
import { because, type Plain } from '../../yaml/because.ts'

const TIMEOUT = '2s'

/** The filter that asks the verifier service, a cluster, about every request, and refuses while it is away. */
export function extAuthzFilter(cluster: string): Plain {
  return {
    name: 'envoy.filters.http.ext_authz',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz',
      failure_mode_allow: because(NEVER_OPEN, false),
      transport_api_version: 'V3',
      grpc_service: { envoy_grpc: { cluster_name: cluster }, timeout: TIMEOUT },
    },
  }
}
