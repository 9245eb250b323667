import { appOf } from '../../topology/app-of.ts'
import type { Compiled, CompiledFile, Note } from '../compiled.ts'
import { checkExemptions, checkRoutes } from '../kubernetes/check-routes.ts'
import { checkSecondVerifier } from '../kubernetes/check-second-verifier.ts'
import { exemptRoute } from '../kubernetes/exempt-route.ts'
import { gatewayName, httpRoute, listenerPort, NOTHING_TOLD } from '../kubernetes/gateway-api.ts'
import { gatewayLock } from '../kubernetes/gateway-lock.ts'
import { manifestFile } from '../kubernetes/manifest-file.ts'
import type { Manifest } from '../kubernetes/metadata.ts'
import { routeRemovals } from '../kubernetes/route-removals.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { ASKED_BY_GRPC, verifierDocument } from '../verifier-document.ts'
import { because } from '../yaml/because.ts'
import { requestAuthentication } from './istio/authentication.ts'
import { askVerifier, denyUnsealed } from './istio/authorization.ts'
import { ASKING_CONTRACT, NATIVE_CONTRACT } from './istio/contract.ts'
import { envoyFilter } from './istio/envoy-filter.ts'
import { istioGateway } from './istio/gateway.ts'
import { accessLog, meshValues, verifierProviderName } from './istio/mesh-values.ts'
import { askingNotes, commonNotes, nativeNotes } from './istio/notes.ts'
import { passthrough } from './istio/passthrough.ts'
import { needRelease, PATTERN_REMOVAL, POLICY_ATTACHMENT } from './istio/version.ts'

/** Istio as an ingress gateway by the Gateway API, sidecar mode or ambient: policies are attached to the Gateway alone. */
export const ISTIO: GatewayTarget = {
  kind: 'gateway',
  name: 'istio',
  title: 'Istio: Gateway API, RequestAuthentication, AuthorizationPolicy and EnvoyFilter, or ext_authz',
  compile: compileIstio,
}

function compileIstio(input: GatewayInput): Compiled {
  checkRoutes(input)
  checkSecondVerifier(input)
  needRelease(input, POLICY_ATTACHMENT)
  if (input.topology.tls === 'passthrough') return compilePassthrough(input)
  switch (input.hop.verifies) {
    case 'native':
      return compileNative(input)
    case 'forward-auth':
      return compileAsking(input)
    case 'none':
      return compileUnverified(input)
  }
}

function compileNative(input: GatewayInput): Compiled {
  needRelease(input, PATTERN_REMOVAL)
  checkExemptions(input)
  const { topology } = input
  const files = [
    ...entranceFiles(input, exemptRoutes(input)),
    manifestFile('request-authentication.yaml', [requestAuthentication(input)]),
    manifestFile('authorization-policy.yaml', [denyUnsealed(topology)]),
    manifestFile('envoy-filter.yaml', [envoyFilter(input)]),
    manifestFile('telemetry.yaml', [accessLog(topology)]),
    manifestFile('istiod-values.yaml', [meshValues(topology, 'native')]),
  ]
  return { files, notes: [...nativeNotes(input), ...lockOf(input).notes], contract: NATIVE_CONTRACT }
}

function compileAsking(input: GatewayInput): Compiled {
  const { topology } = input
  const files = [
    ...entranceFiles(input),
    manifestFile('authorization-policy.yaml', [askVerifier(topology, verifierProviderName(topology))]),
    manifestFile('telemetry.yaml', [accessLog(topology)]),
    manifestFile('istiod-values.yaml', [meshValues(topology, 'forward-auth')]),
    verifierDocument(topology, ASKED_BY_GRPC),
  ]
  return { files, notes: [...askingNotes(input), ...lockOf(input).notes], contract: ASKING_CONTRACT }
}

/** A later hop verifies: the assertion goes on, and nothing that claims to be verified. */
function compileUnverified(input: GatewayInput): Compiled {
  const notes = [...commonNotes(input), ...lockOf(input).notes]
  return { files: entranceFiles(input), notes, contract: undefined }
}

function compilePassthrough(input: GatewayInput): Compiled {
  const routes = passthrough(input)
  const files = [
    manifestFile('gateway.yaml', istioGateway(input)),
    manifestFile('tls-route.yaml', routes),
    ...lockOf(input).files,
  ]
  const text =
    'A sidecar of Istio in front of the application would take the PROXY header for the client’s TLS: leave the pod out of the mesh, or that port out of its inbound ports.'
  const sidecar: Note = { kind: 'limit', text, source: 'https://github.com/istio/istio/pull/51769' }
  return { files, notes: [...commonNotes(input), sidecar, ...lockOf(input).notes], contract: undefined }
}

function entranceFiles(input: GatewayInput, more: readonly Manifest[] = []): readonly CompiledFile[] {
  const { service, port } = appOf(input.topology)
  const route = httpRoute(input.topology, { backend: { name: service, port }, removed: routeRemovals(input) })
  return [
    manifestFile('gateway.yaml', istioGateway(input)),
    manifestFile('http-route.yaml', [...more, route]),
    ...lockOf(input).files,
  ]
}

/** jwt_authn verifies what comes there too, and would tell the address on routes that are to tell nobody. */
function exemptRoutes({ topology }: GatewayInput): readonly Manifest[] {
  if (topology.exempt.length === 0) return []
  const { service, port } = appOf(topology)
  const removed = because('Whoever asks here, with a seal or without, is nobody to the application.', NOTHING_TOLD)
  return [exemptRoute(topology, { backend: { name: service, port }, removed })]
}

function lockOf(input: GatewayInput) {
  return gatewayLock(input, {
    podLabels: { 'gateway.networking.k8s.io/gateway-name': gatewayName(input.topology) },
    ports: [listenerPort(input), 15_021],
    reason:
      'Envoy believes a PROXY header, and the last entries of X-Forwarded-For, from whoever connects. 15021 is the health port.',
  })
}
