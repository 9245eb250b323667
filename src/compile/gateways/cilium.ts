import { appOf } from '../../topology/app-of.ts'
import { isAtLeast } from '../../topology/version.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, CompiledFile } from '../compiled.ts'
import { askingContract } from '../contract.ts'
import { checkRoutes } from '../kubernetes/check-routes.ts'
import { checkSecondVerifier } from '../kubernetes/check-second-verifier.ts'
import { gateway, httpRoute, UNVERIFIED_REMOVALS } from '../kubernetes/gateway-api.ts'
import { manifestFile } from '../kubernetes/manifest-file.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { verifierDocument } from '../verifier-document.ts'
import { VERIFIER_PORTS } from '../verifier-service.ts'
import { because } from '../yaml/because.ts'
import { className, gatewayClass } from './cilium/gateway-class.ts'
import { ciliumValues } from './cilium/helm-values.ts'
import { ciliumNotes } from './cilium/notes.ts'
import { appPolicy, appService, SIDECAR_PORT, sidecarPatch } from './cilium/sidecar.ts'

/** Cilium's Gateway API, with the verifier as a sidecar of the application: the gateway itself checks no token. */
export const CILIUM: GatewayTarget = {
  kind: 'gateway',
  name: 'cilium',
  title: 'Cilium: Gateway API, with the verifier as a sidecar of the application',
  compile: compileCilium,
}

/** Hop count and traffic policy of the Gateway API in the Helm chart (cilium/cilium#30662). */
const LEAST = '1.16'

const BY_SIDECAR = askingContract({
  'missing-refused': { by: 'service', how: 'the sidecar, through which alone the application is reached' },
  'outputs-removed': { by: 'service', how: 'the sidecar writes X-Client-IP itself or not at all' },
  'aliases-removed': { by: 'service', how: 'the sidecar; the HTTPRoute removes X-Client-IP and names with _ before' },
})

function compileCilium(input: GatewayInput): Compiled {
  const { topology, hop } = input
  refuse(input)
  checkRoutes(input)
  checkSecondVerifier(input)
  const verifies = hop.verifies === 'forward-auth'
  if (verifies) refusePorts(input)
  const { service, port } = appOf(topology)
  const route = httpRoute(topology, {
    backend: { name: service, port },
    removed: because(
      'Nobody has verified anything yet: the assertion goes on, and what claims to be verified does not.',
      UNVERIFIED_REMOVALS,
    ),
  })
  const { service: settings } = input
  const annotations = settings?.annotations ?? {}
  const infrastructure = Object.keys(annotations).length === 0 ? undefined : { annotations }
  const files = [
    manifestFile('gateway.yaml', [
      ...gatewayClass(input),
      gateway(input, { className: className(input), infrastructure }),
    ]),
    manifestFile('http-route.yaml', [route]),
    manifestFile('cilium-values.yaml', [ciliumValues(input)]),
    ...(verifies ? sidecarFiles(input) : []),
  ]
  return { files, notes: ciliumNotes(input), contract: verifies ? BY_SIDECAR : undefined }
}

function sidecarFiles({ topology }: GatewayInput): readonly CompiledFile[] {
  const upstream = `http://127.0.0.1:${appOf(topology).port}`
  return [
    manifestFile('app-service.yaml', [appService(topology)]),
    manifestFile('sidecar-patch.yaml', [sidecarPatch(topology)]),
    manifestFile('app-policy.yaml', [appPolicy(topology)]),
    verifierDocument(topology, { sidecar: { port: SIDECAR_PORT, upstream } }),
  ]
}

function refuse({ topology, hop, at }: GatewayInput): void {
  if (!isAtLeast(hop.version, LEAST)) {
    const rule = `Cilium before ${LEAST} has no hop count for gateways of the Gateway API`
    const nextStep = `Use Cilium ${LEAST} or later`
    const received = hop.version
    throw new CompileError({ code: 'UNSUPPORTED_VERSION', path: `${at}.version`, rule, received, nextStep })
  }
  if (topology.tls === 'passthrough') {
    const rule = 'Cilium sends no PROXY header to a backend, and TLS that it hands on unread comes from its Envoy'
    const nextStep = 'End TLS here, or use kgateway 2.3, Envoy Gateway or Istio 1.23, which send one'
    throw new CompileError({ code: 'ADDRESS_LOST', path: 'tls', rule, received: 'passthrough', nextStep })
  }
}

function refusePorts({ topology }: GatewayInput): void {
  const { port } = appOf(topology)
  if (port !== SIDECAR_PORT && port !== VERIFIER_PORTS.health) return
  const rule = `the sidecar has ${SIDECAR_PORT} and ${VERIFIER_PORTS.health} of the pod’s ports`
  const nextStep = 'Let the application listen on another port'
  throw new CompileError({
    code: 'UNSUPPORTED',
    path: `path[${topology.hops.length - 1}].port`,
    rule,
    received: String(port),
    nextStep,
  })
}
