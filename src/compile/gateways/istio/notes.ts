import { SUBJECT } from '../../../assertion/claims.ts'
import { isAtLeast } from '../../../topology/version.ts'
import type { Note } from '../../compiled.ts'
import { normalisedPaths } from '../../envoy/normalised-paths.ts'
import type { GatewayInput } from '../../target.ts'

const AUTHORIZATION = 'https://istio.io/latest/docs/reference/config/security/authorization-policy/'

/** What Istio's files alone do not say, whoever verifies. */
export function commonNotes(input: GatewayInput): readonly Note[] {
  const { entrance } = input
  return [
    {
      kind: 'limit',
      text: `Istio trusts X-Forwarded-For by a count and never by prefixes. Whoever reaches the gateway around the ${entrance.forwardedHops} proxies in front writes the address that remoteIpBlocks and X-Envoy-External-Address show. X-Client-IP does not come from there.`,
      source: 'https://github.com/istio/api/pull/3344',
    },
    ...(entrance.takesProxy ? proxyNotes(input) : []),
  ]
}

function proxyNotes({ hop }: GatewayInput): readonly Note[] {
  const anyone: Note = {
    kind: 'limit',
    text: 'Envoy takes a PROXY header from whoever connects: there is no list of senders in Istio. Only the network keeps others away.',
    source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/listeners/listener_filters/proxy_protocol',
  }
  const both: Note = {
    kind: 'step',
    text: 'Switch PROXY protocol on at the load balancer and at the Gateway together: with one of them alone every connection breaks.',
  }
  const health: Note = {
    kind: 'warning',
    text: 'The health port 15021 takes no PROXY header before Istio 1.27, so that a load balancer which checks it with one takes every pod out. Check by TCP, or use Istio 1.27.',
    source: 'https://github.com/istio/istio/issues/39868',
  }
  return isAtLeast(hop.version, '1.27') ? [anyone, both] : [anyone, both, health]
}

const MESH_VALUES: Note = {
  kind: 'step',
  text: 'istiod-values.yaml is for the Helm chart of istiod. Helm replaces lists whole: add these providers to those that meshConfig.extensionProviders has already.',
  source: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider',
}

const RATE_LIMIT: Note = {
  kind: 'step',
  text: 'Limit rates by the descriptor request_headers x-client-ip, in a filter that an EnvoyFilter inserts before envoy.filters.http.router: there the header is the verified address or absent. A limit by remote_address counts what X-Forwarded-For says.',
  source: 'https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/',
}

/** For the way in which Envoy verifies itself. */
export function nativeNotes(input: GatewayInput): readonly Note[] {
  const { issuer } = input.topology.assertion
  return [
    ...commonNotes(input),
    normalisedPaths('Istio'),
    MESH_VALUES,
    {
      kind: 'step',
      text: 'To let in certain clients alone, add an AuthorizationPolicy DENY for the Gateway with when: [{ key: "request.auth.claims[ip]", notValues: ["192.0.2.7", "198.51.100.*"] }]. Claims and request.headers[x-client-ip] are compared as texts, whole or by a prefix with *. remoteIpBlocks and ipBlocks never see a claim: they are settled from X-Forwarded-For and the connection before jwt_authn runs. Exempt routes have no claim and are denied too: name their paths in notPaths.',
      source: `${AUTHORIZATION}#Condition`,
    },
    RATE_LIMIT,
    {
      kind: 'limit',
      text: 'A CORS preflight (OPTIONS with Origin and Access-Control-Request-Method) is refused with 403: istiod sets bypass_cors_preflight, so that it has no principal, sealed or not. Let the edge answer preflights, or exempt OPTIONS on the paths that need them.',
      source: 'https://github.com/istio/istio/blob/master/pilot/pkg/security/authn/policy_applier.go',
    },
    {
      kind: 'limit',
      text: `Another RequestAuthentication for this Gateway has istiod OR the providers, and both leave their payload in one place. Verify users’ tokens at the workload. This gateway takes none but ${issuer}/${SUBJECT}.`,
      source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/',
    },
    {
      kind: 'limit',
      text: 'EnvoyFilter is an API without promises: compile again, and run the probe, at each upgrade of Istio. Where it is forbidden, set "verifies": "forward-auth".',
      source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
    },
    {
      kind: 'limit',
      text: 'On an exempt route an assertion that is there has to hold: a bad one is refused there too.',
    },
  ]
}

/** For the way in which the verifier service is asked. */
export function askingNotes(input: GatewayInput): readonly Note[] {
  const { service, namespace } = input.topology.verifier
  return [
    ...commonNotes(input),
    normalisedPaths('Istio'),
    MESH_VALUES,
    {
      kind: 'step',
      text: `Let the NetworkPolicy of the verifier in ${namespace} take connections from the namespace ${input.topology.namespace}, and give ${service} the document ipseal.verifier.json.`,
    },
    {
      kind: 'step',
      text: 'To let in certain clients alone, add an AuthorizationPolicy DENY for the Gateway with when: [{ key: "request.headers[x-client-ip]", notValues: ["192.0.2.7", "198.51.100.*"] }]: it is evaluated behind the answer of the service, and on exempt routes too. Values are texts, whole or a prefix with *. remoteIpBlocks never sees this address.',
      source: `${AUTHORIZATION}#Condition`,
    },
    RATE_LIMIT,
    {
      kind: 'limit',
      text: 'One CUSTOM provider for a workload: a second one for this Gateway has istiod deny everything, unless PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS is set.',
      source: 'https://github.com/istio/istio/blob/master/pilot/pkg/security/authz/builder/builder.go',
    },
  ]
}
