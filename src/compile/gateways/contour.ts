import type { Topology } from '../../topology/topology.ts'
import { isAtLeast } from '../../topology/version.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, Note } from '../compiled.ts'
import { askingContract } from '../contract.ts'
import { checkRoutes } from '../kubernetes/check-routes.ts'
import { checkSecondVerifier } from '../kubernetes/check-second-verifier.ts'
import { gatewayLock } from '../kubernetes/gateway-lock.ts'
import { manifestFile } from '../kubernetes/manifest-file.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { ASKED_BY_GRPC, verifierDocument } from '../verifier-document.ts'
import { CONTOUR_NAMESPACE, contourConfiguration, envoyService } from './contour/configuration.ts'
import { extensionService } from './contour/extension-service.ts'
import { httpProxies } from './contour/http-proxy.ts'
import { contourNotes } from './contour/notes.ts'

/** Contour with HTTPProxy. Its own JWT providers read one header only, and tell nobody what a token says. */
export const CONTOUR: GatewayTarget = {
  kind: 'gateway',
  name: 'contour',
  title: 'Contour: HTTPProxy with external authorization by the verifier service',
  compile: compileContour,
}

/** ContourConfiguration has the fields that are set here from this release on. */
const LEAST = '1.20'

const ASKING = askingContract({
  'missing-refused': { by: 'service', how: 'virtualhost.authorization asks about every request of the host' },
  'outputs-removed': { by: 'service', how: 'the answer sets or removes X-Client-IP on every request that goes on' },
  'aliases-removed': {
    by: 'service',
    how: 'the answer names every spelling that came: Contour itself can remove no name with an underscore',
  },
})

function compileContour(input: GatewayInput): Compiled {
  const { topology, hop } = input
  refuse(input)
  checkRoutes(input)
  checkSecondVerifier(input)
  const asks = hop.verifies === 'forward-auth'
  const verifier = asks ? [verifierDocument(topology, ASKED_BY_GRPC)] : []
  const extension = asks ? [manifestFile('extension-service.yaml', [extensionService(topology)])] : []
  const service = envoyService(input)
  const lock = lockOf(input)
  const files = [
    manifestFile('http-proxy.yaml', httpProxies(input)),
    ...extension,
    manifestFile('contour-configuration.yaml', [contourConfiguration(input)]),
    ...(service === undefined ? [] : [manifestFile('envoy-service.yaml', [service])]),
    ...lock.files,
    ...verifier,
  ]
  const notes: readonly Note[] = [...contourNotes(input), ...lock.notes]
  return { files, notes, contract: asks ? ASKING : undefined }
}

function refuse({ topology, hop, at, entrance }: GatewayInput): void {
  if (entrance.isDecrypted) throw askedOverTlsAlone(topology)
  if (!isAtLeast(hop.version, LEAST)) {
    const rule = `Contour before ${LEAST} has no ContourConfiguration that says what is set here`
    const nextStep = `Use Contour ${LEAST} or later`
    const received = hop.version
    throw new CompileError({ code: 'UNSUPPORTED_VERSION', path: `${at}.version`, rule, received, nextStep })
  }
  if (topology.tls === 'passthrough') {
    const rule =
      'Contour sends no PROXY header to a backend, and TLS that it hands on unread comes from its own address'
    const nextStep = 'End TLS here, or use kgateway 2.3, Envoy Gateway or Istio 1.23, which send one'
    throw new CompileError({ code: 'ADDRESS_LOST', path: 'tls', rule, received: 'passthrough', nextStep })
  }
  if (topology.hosts.includes('*')) {
    const rule = 'an HTTPProxy is for one host by its name, and another kind of route is not asked about over TLS'
    const nextStep = 'Name the hosts in "hosts": "app.example.com", or "*.example.com"'
    throw new CompileError({ code: 'UNSUPPORTED', path: 'hosts', rule, received: '*', nextStep })
  }
}

/** Contour gives external authorization to a host whose TLS it ends, and answers plain HTTP for it by a redirect. */
function askedOverTlsAlone({ hops }: Topology): CompileError {
  const index = hops.findIndex((hop) => hop.kind === 'gateway' || (hop.kind === 'load-balancer' && hop.layer === 7))
  const rule = 'Contour asks the verifier about hosts whose TLS it ends, and TLS has ended in front of it'
  const nextStep =
    'Let a load balancer at layer 4 with PROXY protocol stand in front of it alone, or use envoy-gateway, kgateway or istio in its place'
  return new CompileError({ code: 'UNSUPPORTED', path: `path[${index}]`, rule, nextStep })
}

function lockOf(input: GatewayInput) {
  return gatewayLock(input, {
    podLabels: { app: 'envoy' },
    namespace: CONTOUR_NAMESPACE,
    ports: [8080, 8443, 8002],
    reason:
      'Envoy believes a PROXY header, and the last entries of X-Forwarded-For, from whoever connects. 8002 is the health port.',
  })
}
