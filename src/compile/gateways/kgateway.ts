import { isAtLeast } from '../../topology/version.ts'
import { checkUnreadTls } from '../check-unread-tls.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled } from '../compiled.ts'
import { LOCK_REASON } from '../envoy/lock-reason.ts'
import { checkExemptions, checkRoutes } from '../kubernetes/check-routes.ts'
import { gatewayName, listenerPort } from '../kubernetes/gateway-api.ts'
import { gatewayLock } from '../kubernetes/gateway-lock.ts'
import { manifestFile } from '../kubernetes/manifest-file.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { ASKED_BY_GRPC, verifierDocument } from '../verifier-document.ts'
import { kgatewayContract } from './kgateway/contract.ts'
import { checksReadiness, entranceManifests, READINESS_PORT } from './kgateway/entrance.ts'
import { kgatewayNotes } from './kgateway/notes.ts'
import { routeManifests } from './kgateway/routes.ts'
import { securityManifests } from './kgateway/security.ts'
import { OLDEST, SENDS_PROXY } from './kgateway/version.ts'

/** kgateway: verifies with a JWT extension and CEL behind it, or asks the service. */
export const KGATEWAY: GatewayTarget = {
  kind: 'gateway',
  name: 'kgateway',
  title: 'kgateway: Gateway API, ListenerPolicy and TrafficPolicy',
  compile,
}

function compile(input: GatewayInput): Compiled {
  checkVersion(input)
  checkUnreadTls(input)
  checkRoutes(input)
  const { topology, hop } = input
  if (hop.verifies === 'native') checkExemptions(input)
  const lock = gatewayLock(input, {
    podLabels: { 'gateway.networking.k8s.io/gateway-name': gatewayName(topology) },
    ports: [listenerPort(input), ...(checksReadiness(input) ? [READINESS_PORT] : [])],
    reason: LOCK_REASON,
  })
  const security = topology.tls === 'passthrough' ? [] : securityManifests(input)
  return {
    files: [
      manifestFile('gateway.yaml', entranceManifests(input)),
      manifestFile('routes.yaml', routeManifests(input)),
      ...(security.length > 0 ? [manifestFile('traffic-policy.yaml', security)] : []),
      ...lock.files,
      ...(hop.verifies === 'forward-auth' ? [verifierDocument(topology, ASKED_BY_GRPC)] : []),
    ],
    notes: [...kgatewayNotes(input), ...lock.notes],
    contract: kgatewayContract(input),
  }
}

function checkVersion({ topology, hop, at }: GatewayInput): void {
  const fault = { code: 'UNSUPPORTED_VERSION', path: `${at}.version`, received: hop.version } as const
  if (!isAtLeast(hop.version, OLDEST)) {
    const rule = `kgateway ${hop.version} has neither ListenerPolicy nor a JWT extension`
    const nextStep = `Use ${OLDEST} or later; ${SENDS_PROXY} if X-Forwarded-For is to be believed from the CDN alone`
    throw new CompileError({ ...fault, rule, nextStep })
  }
  if (topology.tls === 'passthrough' && !isAtLeast(hop.version, SENDS_PROXY)) {
    const rule = `kgateway ${hop.version} reads the PROXY header and sends none on, so that TLS that is passed on has lost the client’s address`
    const nextStep = `Use ${SENDS_PROXY} with "sendsProxy": "v2", which becomes BackendConfigPolicy.upstreamProxyProtocol; or end TLS at the gateway`
    throw new CompileError({ ...fault, rule, nextStep })
  }
}
