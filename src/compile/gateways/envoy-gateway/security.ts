import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../../headers/own-names.ts'
import { CompileError } from '../../compile-error.ts'
import { celText, not } from '../../envoy/cel.ts'
import type { Condition } from '../../envoy/condition.ts'
import { conditionsText, gatewayConditions } from '../../envoy/gateway-conditions.ts'
import { INLINE_KEYS, ON_GATEWAY } from '../../envoy/reasons.ts'
import { exemptRouteName, exemptRouteReference } from '../../kubernetes/exempt-route.ts'
import { gatewayName } from '../../kubernetes/gateway-api.ts'
import { gatewayReference, type Manifest } from '../../kubernetes/metadata.ts'
import { verifierGrant, verifierReference } from '../../kubernetes/verifier-grant.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { API_VERSION } from './entrance.ts'

/** The name of the provider, under which the payload stands in the metadata that CEL reads. */
const PROVIDER = 'ipseal'
/** Of a `cel` in a rule (the CRD). */
const MAX_CEL_LENGTH = 4096

/** Who may pass: nobody without an assertion that verifies, whichever route of this Gateway it is for. */
export function securityManifests(input: GatewayInput): readonly Manifest[] {
  const { topology, hop } = input
  switch (hop.verifies) {
    case 'none':
      return []
    case 'forward-auth':
      return [
        policy(input, { extAuth: extAuth(input) }),
        verifierGrant(topology, { group: 'gateway.envoyproxy.io', kind: 'SecurityPolicy' }),
      ]
    case 'native':
      return [
        policy(input, { jwt: jwt(input), authorization: authorization(input) }),
        ...(topology.exempt.length > 0 ? [exemptPolicy(input)] : []),
      ]
  }
}

function policy({ topology }: GatewayInput, settings: { readonly [member: string]: Plain }): Manifest {
  const { namespace } = topology
  const name = gatewayName(topology)
  const targetRefs = because(ON_GATEWAY, [gatewayReference(name)])
  return {
    apiVersion: API_VERSION,
    kind: 'SecurityPolicy',
    metadata: { name, namespace },
    spec: { targetRefs, ...settings },
  }
}

function exemptPolicy({ topology }: GatewayInput): Manifest {
  return {
    apiVersion: API_VERSION,
    kind: 'SecurityPolicy',
    metadata: { name: exemptRouteName(topology), namespace: topology.namespace },
    spec: {
      targetRefs: because(
        'A policy of a route takes the place of the Gateway’s as a whole: this one asks for no assertion. The headers are removed all the same. https://gateway.envoyproxy.io/docs/api/extension_types/#securitypolicy',
        [exemptRouteReference(topology)],
      ),
      authorization: { defaultAction: 'Allow' },
    },
  }
}

function extAuth({ topology }: GatewayInput): Plain {
  return {
    failOpen: because('True would let everything pass while the service is away.', false),
    grpc: {
      backendRefs: because(
        'By gRPC the service sees every header line that came; over HTTP those that are listed alone, and joined.',
        [verifierReference(topology.verifier)],
      ),
    },
  }
}

function jwt({ topology, jwks }: GatewayInput): Plain {
  const { issuer, audience, prefix } = topology.assertion
  return {
    providers: [
      {
        name: PROVIDER,
        issuer,
        audiences: [audience],
        extractFrom: {
          headers: because('Without it the token of Authorization would do as well, and those in URLs.', [
            { name: ASSERTION_HEADER, valuePrefix: prefix === '' ? undefined : prefix },
          ]),
        },
        localJWKS: {
          type: 'Inline',
          inline: because(INLINE_KEYS, JSON.stringify(jwks)),
        },
        claimToHeaders: [{ claim: 'ip', header: CLIENT_IP_HEADER }],
      },
    ],
  }
}

function authorization(input: GatewayInput): Plain {
  const { denied, allowed } = splitConditions(gatewayConditions(input, PROVIDER))
  return {
    defaultAction: because('Whatever cannot be evaluated matches no rule.', 'Deny'),
    rules: [
      ...denied.map(({ rule, expression }, i) => ({
        name: `${rule}-${i + 1}`,
        action: 'Deny',
        cel: checkLength(celText(not(expression))),
      })),
      {
        name: 'contract',
        action: 'Allow',
        cel: because(
          'What the JWT filter does not ask about: one line, three parts, our edge’s own JOSE header, and the claims. Behind it, as the token is still there. https://gateway.envoyproxy.io/docs/api/extension_types/#authorizationrule',
          checkLength(conditionsText(allowed)),
        ),
      },
    ],
  }
}

/**
 * A rule takes 4096 characters, and what an address looks like takes most of them: that is denied first. Where the claim
 * is no text the denial fails and does not match; the last rule then does not either, as it compares it with the header.
 */
function splitConditions(conditions: readonly Condition[]) {
  return {
    denied: conditions.filter(({ rule }) => rule === 'address'),
    allowed: conditions.filter(({ rule }) => rule !== 'address'),
  }
}

function checkLength(cel: string): string {
  if (cel.length <= MAX_CEL_LENGTH) return cel
  const rule = `a CEL rule of a SecurityPolicy takes ${MAX_CEL_LENGTH} characters; these keys, audience and binding make ${cel.length}`
  const nextStep = 'Take retired keys out of the set, or use "verifies": "forward-auth"'
  throw new CompileError({ code: 'UNSUPPORTED', path: 'assertion', rule, nextStep })
}
