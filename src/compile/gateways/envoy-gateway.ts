import type { GatewayHop } from '../../topology/topology.ts'
import { isAtLeast } from '../../topology/version.ts'
import { checkUnreadTls } from '../check-unread-tls.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, Note } from '../compiled.ts'
import { LOCK_REASON } from '../envoy/lock-reason.ts'
import { checkExemptions, checkRoutes } from '../kubernetes/check-routes.ts'
import { gatewayName, listenerPort } from '../kubernetes/gateway-api.ts'
import { gatewayLock, type LockOptions } from '../kubernetes/gateway-lock.ts'
import { manifestFile } from '../kubernetes/manifest-file.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { ASKED_BY_GRPC, verifierDocument } from '../verifier-document.ts'
import { envoyGatewayContract } from './envoy-gateway/contract.ts'
import { entranceManifests } from './envoy-gateway/entrance.ts'
import { envoyGatewayNotes, PODS_NAMESPACE } from './envoy-gateway/notes.ts'
import { routeManifests } from './envoy-gateway/routes.ts'
import { securityManifests } from './envoy-gateway/security.ts'

/** Envoy Gateway: verifies with the JWT and the CEL rules of one SecurityPolicy, or asks the service. */
export const ENVOY_GATEWAY: GatewayTarget = {
  kind: 'gateway',
  name: 'envoy-gateway',
  title: 'Envoy Gateway: Gateway API, ClientTrafficPolicy and SecurityPolicy',
  compile,
}

/** The first with `earlyRequestHeaders.removeOnMatch` (its release notes). */
const OLDEST = '1.7'
/** The first with `cel` in `authorization.rules`, without which two tokens give two addresses (its release notes). */
const OLDEST_NATIVE = '1.9'

function compile(given: GatewayInput): Compiled {
  checkVersion(given)
  checkUnreadTls(given)
  checkRoutes(given)
  const input = asItCan(given)
  const { topology, hop } = input
  if (hop.verifies === 'native') checkExemptions(input)
  const lock = gatewayLock(given, lockOptions(given))
  const security = topology.tls === 'passthrough' ? [] : securityManifests(input)
  return {
    files: [
      manifestFile('gateway.yaml', entranceManifests(input)),
      manifestFile('routes.yaml', routeManifests(input)),
      ...(security.length > 0 ? [manifestFile('security-policy.yaml', security)] : []),
      ...lock.files,
      ...(hop.verifies === 'forward-auth' ? [verifierDocument(topology, ASKED_BY_GRPC)] : []),
    ],
    notes: [...askedInstead(given.hop), ...envoyGatewayNotes(input), ...lock.notes],
    contract: envoyGatewayContract(input),
  }
}

function lockOptions(input: GatewayInput): LockOptions {
  const { topology } = input
  return {
    podLabels: {
      'app.kubernetes.io/name': 'envoy',
      'app.kubernetes.io/component': 'proxy',
      'gateway.envoyproxy.io/owning-gateway-name': gatewayName(topology),
      'gateway.envoyproxy.io/owning-gateway-namespace': topology.namespace,
    },
    namespace: PODS_NAMESPACE,
    // Its pods listen 10000 above a port below 1024.
    ports: [10_000 + listenerPort(input)],
    reason: LOCK_REASON,
  }
}

function checkVersion({ hop, at }: GatewayInput): void {
  if (isAtLeast(hop.version, OLDEST)) return
  const rule = `Envoy Gateway ${hop.version} removes headers by their full names alone, so that aliases of X-Client-IP pass`
  const nextStep = `Use ${OLDEST} with the verifier service, or ${OLDEST_NATIVE}, which verifies by itself`
  const path = `${at}.version`
  throw new CompileError({ code: 'UNSUPPORTED_VERSION', path, rule, received: hop.version, nextStep })
}

/** One header line is mandatory, and before CEL nothing in a SecurityPolicy can count lines. */
function verifiesBy({ verifies, version }: GatewayHop): GatewayHop['verifies'] {
  return verifies === 'native' && !isAtLeast(version, OLDEST_NATIVE) ? 'forward-auth' : verifies
}

/** The same path with a hop that does what this version can; it has to be one of the path's own, as neighbours are found by it. */
function asItCan(given: GatewayInput): GatewayInput {
  const hop = { ...given.hop, verifies: verifiesBy(given.hop) }
  const hops = given.topology.hops.map((one) => (one === given.hop ? hop : one))
  return { ...given, hop, topology: { ...given.topology, hops } }
}

function askedInstead(hop: GatewayHop): readonly Note[] {
  if (verifiesBy(hop) === hop.verifies) return []
  const text = `Envoy Gateway ${hop.version} cannot refuse a second assertion by itself, so it asks the verifier service. From ${OLDEST_NATIVE} on it verifies by itself, with CEL in a SecurityPolicy.`
  return [{ kind: 'limit', text, source: 'https://gateway.envoyproxy.io/news/releases/notes/v1.9.0/' }]
}
