import { ASSERTION_HEADER } from '../../../headers/own-names.ts'
import { matches } from '../../envoy/cel.ts'
import { claimConditions, jwtMetadata } from '../../envoy/claim-conditions.ts'
import type { Condition } from '../../envoy/condition.ts'
import { earlyHeaderMutation } from '../../envoy/early-header-mutation.ts'
import { ASSERTION_LINE, lineConditions, pinnedHeaderCondition } from '../../envoy/line-conditions.ts'
import { gatewayName } from '../../kubernetes/gateway-api.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import type { TargetInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { rbacPatch } from './rbac-patch.ts'

const CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager'
const JWT_AUTHN = 'envoy.filters.http.jwt_authn'

/** Where istiod has jwt_authn leave a payload, whoever issued it (pilot/pkg/xds/filters/filters.go). */
const PAYLOAD = 'payload'

/** 64 bytes leave four bits of the last digit over, and jwt_authn does not mind what they say. */
const SIGNATURE: Condition = { rule: 'three-parts', expression: matches(ASSERTION_LINE, '[AQgw]$') }

/** What Istio's own resources cannot say: removals before anything is read, and the contract's rules about one token. */
export function envoyFilter(input: TargetInput): Manifest {
  const { topology } = input
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: `${topology.name}-client-ip`, namespace: topology.namespace },
    spec: {
      workloadSelector: because(
        'The label of every pod that Istio makes for this Gateway. targetRefs would do, but matched the wrong resources before 1.27. https://github.com/istio/istio/pull/56476',
        { labels: { 'gateway.networking.k8s.io/gateway-name': gatewayName(topology) } },
      ),
      configPatches: [removalPatch(), ...judgingPatches(input)],
    },
  }
}

function removalPatch(): Plain {
  const value = {
    name: CONNECTION_MANAGER,
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
      early_header_mutation_extensions: [earlyHeaderMutation()],
    },
  }
  return { applyTo: 'NETWORK_FILTER', match: matchOf({}), patch: { operation: 'MERGE', value } }
}

function judgingPatches({ topology, jwks }: TargetInput): readonly Plain[] {
  const { assertion } = topology
  const beside = matchOf({ subFilter: { name: JWT_AUTHN } })
  const line = rbacPatch({
    name: 'ipseal_line',
    nothing: { not_rule: { header: { name: ASSERTION_HEADER, present_match: true } } },
    conditions: [...lineConditions(assertion), SIGNATURE, pinnedHeaderCondition(jwks, assertion)],
    reason:
      'Of two lines with a valid token each, jwt_authn verifies both and exports both addresses. Repeated lines are joined by a comma here.',
  })
  const claims = rbacPatch({
    name: 'ipseal_claims',
    nothing: {
      not_rule: { metadata: { filter: JWT_AUTHN, path: [{ key: PAYLOAD }], value: { present_match: true } } },
    },
    conditions: claimConditions(jwtMetadata(PAYLOAD), assertion),
    reason:
      'What RequestAuthentication has no field for. jwt_authn takes a token without exp for one that never ends, and forgives 60 s after exp.',
  })
  return [
    { applyTo: 'HTTP_FILTER', match: beside, patch: { operation: 'INSERT_BEFORE', value: line } },
    { applyTo: 'HTTP_FILTER', match: beside, patch: { operation: 'INSERT_AFTER', value: claims } },
  ]
}

function matchOf(filter: { readonly subFilter?: Plain }): Plain {
  return { context: 'GATEWAY', listener: { filterChain: { filter: { name: CONNECTION_MANAGER, ...filter } } } }
}
