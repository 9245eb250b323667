import { celSyntax } from '../../../../src/compile/envoy/cel-syntax.ts'
import type { JwtProvider, PolicySettings, Rbac, Removal } from './manifests.ts'
import { parseCel } from './parse-cel.ts'

const TYPES = 'type.googleapis.com/envoy'
const REQUIREMENT = 'shop-gateway_default_requirements'

/** `typedPerFilterConfig` of a route, or of all. */
export type PolicyConfig = Readonly<Record<string, object>>

/** `translateProvider` of kgateway's jwt.go. */
export function jwtFilter(provider: JwtProvider): object {
  const { issuer, audiences, tokenSource, claimsToHeaders, forwardToken = false, jwks } = provider
  const name = `shop-gateway_${provider.name}`
  return {
    name: 'jwt',
    disabled: true,
    typedConfig: {
      '@type': `${TYPES}.extensions.filters.http.jwt_authn.v3.JwtAuthentication`,
      providers: {
        [name]: {
          issuer,
          audiences,
          payloadInMetadata: 'payload',
          forward: forwardToken,
          clearRouteCache: true,
          claimToHeaders: claimsToHeaders.map((one) => ({ claimName: one.name, headerName: one.header })),
          fromHeaders: [{ name: tokenSource.header.header, valuePrefix: tokenSource.header.prefix ?? '' }],
          localJwks: { inlineString: jwks.local.inline },
        },
      },
      requirementMap: { [REQUIREMENT]: { providerName: name } },
    },
  }
}

/** `grpcService` of its gateway_extension.go. */
export function extAuthFilter({ failOpen }: { readonly failOpen: boolean }): object {
  return {
    name: 'ext_auth',
    disabled: true,
    typedConfig: {
      '@type': `${TYPES}.extensions.filters.http.ext_authz.v3.ExtAuthz`,
      transportApiVersion: 'V3',
      grpcService: { envoyGrpc: { clusterName: 'verifier' }, timeout: '2s' },
      failureModeAllow: failOpen,
      statusOnError: { code: 'Forbidden' },
    },
  }
}

/** What a TrafficPolicy says of the filters, on a route or on the Gateway. */
export function policyConfig({ jwtAuth, extAuth, rbac, headerModifiers }: PolicySettings): PolicyConfig {
  return {
    ...(jwtAuth !== undefined && { jwt: 'disable' in jwtAuth ? OFF : requirement() }),
    ...(extAuth !== undefined && { ext_auth: 'disable' in extAuth ? OFF : ON }),
    ...(rbac !== undefined && { rbac: rbacPerRoute(rbac) }),
    ...(headerModifiers !== undefined && { header_mutation: headerMutation(headerModifiers.request) }),
  }
}

const OFF = { '@type': `${TYPES}.config.route.v3.FilterConfig`, disabled: true }
const ON = { '@type': `${TYPES}.config.route.v3.FilterConfig`, config: {} }

function requirement(): object {
  return {
    '@type': `${TYPES}.extensions.filters.http.jwt_authn.v3.PerRouteConfig`,
    requirementName: REQUIREMENT,
  }
}

/** `translateRBAC` of its rbac.go: of several expressions any one will do, and what matches none is refused. */
function rbacPerRoute({ policy: { matchExpressions } }: Rbac): object {
  const predicates = matchExpressions.map(predicate)
  return {
    '@type': `${TYPES}.extensions.filters.http.rbac.v3.RBACPerRoute`,
    rbac: {
      matcher: {
        matcherList: {
          matchers: [
            {
              predicate: predicates.length === 1 ? predicates[0] : { orMatcher: { predicate: predicates } },
              onMatch: { action: action('allow-request', 'ALLOW') },
            },
          ],
        },
        onNoMatch: { action: action('deny-request', 'DENY') },
      },
    },
  }
}

function predicate(expression: string): object {
  return {
    singlePredicate: {
      input: {
        name: 'envoy.matching.inputs.cel_data_input',
        typedConfig: { '@type': 'type.googleapis.com/xds.type.matcher.v3.HttpAttributesCelMatchInput' },
      },
      customMatch: {
        name: 'envoy.matching.matchers.cel_matcher',
        typedConfig: {
          '@type': 'type.googleapis.com/xds.type.matcher.v3.CelMatcher',
          exprMatch: { celExprParsed: { expr: expression === 'true' ? TRUE : celSyntax(parseCel(expression)) } },
        },
      },
    },
  }
}

const TRUE = { id: '1', const_expr: { bool_value: true } }

function action(name: string, value: 'ALLOW' | 'DENY'): object {
  return {
    name: 'action',
    typedConfig: { '@type': `${TYPES}.config.rbac.v3.Action`, name, action: value },
  }
}

/** Its header_modifiers.go. */
function headerMutation({ remove }: Removal): object {
  return {
    '@type': `${TYPES}.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute`,
    mutations: { requestMutations: remove.map((name) => ({ remove: name })) },
  }
}
