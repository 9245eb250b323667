import type {
  AuthorizationDocument,
  AuthorizationRule,
  EnvoyFilterValue,
  Json,
  MeshDocument,
  Operation,
} from './documents.ts'

const RBAC = 'envoy.filters.http.rbac'
const RBAC_TYPE = 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC'
const CUSTOM = 'istio-ext-authz'
const CUSTOM_PREFIX = 'istio_ext_authz_'

/** What istiod makes of policies that refuse (pilot/pkg/security/authz/builder and model). */
export function denyFilter(documents: readonly AuthorizationDocument[]): readonly EnvoyFilterValue[] {
  const denying = documents.filter(({ spec }) => spec.action === 'DENY')
  if (denying.length === 0) return []
  return [
    { name: RBAC, typed_config: { '@type': RBAC_TYPE, rules: { action: 'DENY', policies: policiesOf(denying, '') } } },
  ]
}

/** What istiod makes of policies that ask: RBAC that says which requests, in metadata, and the filter that asks. */
export function askFilters(
  documents: readonly AuthorizationDocument[],
  { meshConfig }: MeshDocument,
  cluster: string,
): readonly EnvoyFilterValue[] {
  const asking = documents.filter(({ spec }) => spec.action === 'CUSTOM')
  const name = asking[0]?.spec.provider?.name
  if (name === undefined) return []
  const provider = meshConfig.extensionProviders.find((one) => one.name === name)?.envoyExtAuthzGrpc
  if (provider === undefined) throw new Error(`no extension provider ${name}: istiod would deny everything`)
  const shadow = {
    '@type': RBAC_TYPE,
    shadow_rules: { action: 'DENY', policies: policiesOf(asking, `${CUSTOM}-${name}-`) },
    shadow_rules_stat_prefix: CUSTOM_PREFIX,
  }
  const ask = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz',
    failure_mode_allow: provider.failOpen,
    transport_api_version: 'V3',
    grpc_service: { envoy_grpc: { cluster_name: cluster }, timeout: provider.timeout },
    filter_enabled_metadata: {
      filter: RBAC,
      path: [{ key: `${CUSTOM_PREFIX}shadow_effective_policy_id` }],
      value: { string_match: { prefix: `${CUSTOM}-${name}` } },
    },
  }
  return [
    { name: RBAC, typed_config: shadow },
    { name: 'envoy.filters.http.ext_authz', typed_config: ask },
  ]
}

function policiesOf(documents: readonly AuthorizationDocument[], prefix: string): Json {
  return Object.fromEntries(
    documents.flatMap(({ metadata, spec }) =>
      spec.rules.map((rule, i) => [
        `${prefix}ns[${metadata.namespace}]-policy[${metadata.name}]-rule[${i}]`,
        { permissions: permissionsOf(rule), principals: principalsOf(rule) },
      ]),
    ),
  )
}

function permissionsOf({ to }: AuthorizationRule): readonly Json[] {
  if (to === undefined) return [{ and_rules: { rules: [{ any: true }] } }]
  return to.map(({ operation }) => ({ and_rules: { rules: operationRules(operation) } }))
}

function operationRules({ paths, notPaths, notMethods, ...others }: Operation): readonly Json[] {
  if (Object.keys(others).length > 0) throw new Error(`not translated: ${Object.keys(others)}`)
  const isPath = (exact: string): Json => ({ url_path: { path: { exact } } })
  const isMethod = (exact: string): Json => ({ header: { name: ':method', string_match: { exact } } })
  return [
    ...(notMethods === undefined ? [] : [none(notMethods.map(isMethod))]),
    ...(paths === undefined ? [] : [{ or_rules: { rules: paths.map(isPath) } }]),
    ...(notPaths === undefined ? [] : [none(notPaths.map(isPath))]),
  ]
}

function none(rules: readonly Json[]): Json {
  return { not_rule: { or_rules: { rules } } }
}

function principalsOf({ from }: AuthorizationRule): readonly Json[] {
  if (from === undefined) return [{ and_ids: { ids: [{ any: true }] } }]
  return from.map(({ source }) => ({ and_ids: { ids: [{ not_id: anyOf(source.notRequestPrincipals) }] } }))
}

/** Everything before the last slash is the issuer, what follows the subject; "*" is any of both. */
function anyOf(principals: readonly string[]): Json {
  const ids = principals.map((principal) => {
    const at = principal.lastIndexOf('/')
    const any = { safe_regex: { regex: '.+' } }
    const [issuer, subject] =
      principal === '*' ? [any, any] : [{ exact: principal.slice(0, at) }, { exact: principal.slice(at + 1) }]
    return { and_ids: { ids: [claim('iss', issuer), claim('sub', subject)] } }
  })
  const [first] = ids
  return ids.length === 1 && first !== undefined ? first : { or_ids: { ids } }
}

function claim(name: string, string_match: Json): Json {
  const path = [{ key: 'payload' }, { key: name }]
  return { metadata: { filter: 'envoy.filters.http.jwt_authn', path, value: { string_match } } }
}
