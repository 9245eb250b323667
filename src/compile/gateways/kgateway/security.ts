import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../../headers/own-names.ts'
import { appOf } from '../../../topology/app-of.ts'
import { conditionsText, gatewayConditions } from '../../envoy/gateway-conditions.ts'
import { INLINE_KEYS, ON_GATEWAY } from '../../envoy/reasons.ts'
import { exemptRouteName, exemptRouteReference } from '../../kubernetes/exempt-route.ts'
import { gatewayName } from '../../kubernetes/gateway-api.ts'
import { gatewayReference, type Manifest } from '../../kubernetes/metadata.ts'
import { verifierGrant, verifierReference } from '../../kubernetes/verifier-grant.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { API_VERSION, GROUP } from './entrance.ts'
import { REMOVED_BEHIND_FILTERS } from './removed-names.ts'

/** kgateway's own name for the payload in the metadata (`PayloadInMetadata` of its jwt.go). */
const PAYLOAD_NAME = 'payload'

/** Who may pass: nobody without an assertion that verifies, whichever route of this Gateway it is for. */
export function securityManifests(input: GatewayInput): readonly Manifest[] {
  const { topology, hop } = input
  const extensionRef = { name: gatewayName(topology) }
  switch (hop.verifies) {
    case 'none':
      return []
    case 'forward-auth':
      return [
        extension(input, { extAuth: extAuth(input) }),
        policy(input, { extAuth: { extensionRef } }),
        verifierGrant(topology, { group: GROUP, kind: 'GatewayExtension' }),
      ]
    case 'native':
      return [
        extension(input, { jwt: { providers: [provider(input)] } }),
        policy(input, { jwtAuth: { extensionRef }, rbac: rbac(input) }),
        ...(topology.exempt.length > 0 ? [exemptPolicy(input)] : []),
      ]
  }
}

type Settings = { readonly [member: string]: Plain }

function extension({ topology }: GatewayInput, spec: Settings): Manifest {
  const metadata = { name: gatewayName(topology), namespace: topology.namespace }
  return { apiVersion: API_VERSION, kind: 'GatewayExtension', metadata, spec }
}

function policy({ topology }: GatewayInput, settings: Settings): Manifest {
  const name = gatewayName(topology)
  const removed = [...(appOf(topology).verifies ? [] : [ASSERTION_HEADER]), ...REMOVED_BEHIND_FILTERS]
  return {
    apiVersion: API_VERSION,
    kind: 'TrafficPolicy',
    metadata: { name, namespace: topology.namespace },
    spec: {
      targetRefs: because(ON_GATEWAY, [gatewayReference(name)]),
      ...settings,
      headerModifiers: {
        request: {
          remove: because(
            'Behind whatever verifies: the application gets no assertion, and nothing that it could take for one.',
            removed,
          ),
        },
      },
    },
  }
}

function exemptPolicy({ topology }: GatewayInput): Manifest {
  return {
    apiVersion: API_VERSION,
    kind: 'TrafficPolicy',
    metadata: { name: exemptRouteName(topology), namespace: topology.namespace },
    spec: {
      targetRefs: [exemptRouteReference(topology)],
      jwtAuth: because('In the place of what the Gateway asks for. The headers are removed all the same.', {
        disable: {},
      }),
      rbac: { policy: { matchExpressions: ['true'] } },
    },
  }
}

function provider({ topology, jwks }: GatewayInput): Plain {
  const { issuer, audience, prefix } = topology.assertion
  return {
    name: 'ipseal',
    issuer,
    audiences: [audience],
    tokenSource: { header: { header: ASSERTION_HEADER, prefix: prefix === '' ? undefined : prefix } },
    claimsToHeaders: [{ name: 'ip', header: CLIENT_IP_HEADER }],
    forwardToken: because('So that CEL behind it can look at the line; the policy removes it afterwards.', true),
    jwks: {
      local: {
        inline: because(INLINE_KEYS, JSON.stringify(jwks)),
      },
    },
  }
}

function rbac(input: GatewayInput): Plain {
  return {
    action: 'Allow',
    policy: {
      matchExpressions: because(
        'One expression: of several, any one would do. It asks for what the JWT filter does not: one line, three parts, our edge’s own JOSE header, and the claims. What cannot be evaluated does not match. https://kgateway.dev/docs/envoy/latest/reference/api/#authorizationpolicy',
        [conditionsText(gatewayConditions(input, PAYLOAD_NAME))],
      ),
    },
  }
}

function extAuth({ topology }: GatewayInput): Plain {
  return {
    failOpen: because('True would let everything pass while the service is away.', false),
    grpcService: {
      backendRef: because(
        'By gRPC the service sees every header line that came; over HTTP those that are listed alone, and joined.',
        verifierReference(topology.verifier),
      ),
    },
  }
}
