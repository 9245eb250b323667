import { isAtLeast } from '../../topology/version.ts'
import { checkUnreadTls } from '../check-unread-tls.ts'
import { CompileError } from '../compile-error.ts'
import type { CompiledFile, Note } from '../compiled.ts'
import { LOCK_REASON } from '../envoy/lock-reason.ts'
import { gatewayLock, type Lock } from '../kubernetes/gateway-lock.ts'
import { workloadName } from '../kubernetes/workload-name.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { ASKED_BY_GRPC, verifierDocument } from '../verifier-document.ts'
import type { Plain } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import { clientAddress } from './envoy/client-address.ts'
import { clusters } from './envoy/clusters.ts'
import { contractOf } from './envoy/contract.ts'
import {
  CERTIFICATE_SECRET,
  endsTlsItself,
  FOLDER,
  fromFile,
  listener,
  portOf,
  readyListener,
} from './envoy/listener.ts'

/** The first release that removes headers by a pattern (envoyproxy/envoy pull request 41076, October 2025). */
const LEAST_VERSION = '1.36'

/** Envoy by itself: no control plane, its configuration in files. */
export const ENVOY: GatewayTarget = {
  kind: 'gateway',
  name: 'envoy',
  title: 'plain Envoy: bootstrap, listeners, and who may connect',
  compile: (input) => {
    refuseWhatCannotBe(input)
    return { files: filesOf(input), notes: notesOf(input), contract: contractOf(input) }
  },
}

function refuseWhatCannotBe(input: GatewayInput): void {
  const { hop, at } = input
  if (!isAtLeast(hop.version, LEAST_VERSION)) {
    const rule = `headers are removed by a pattern from Envoy ${LEAST_VERSION} on (envoyproxy/envoy pull request 41076)`
    const nextStep = `Use envoy@${LEAST_VERSION} or newer, or nginx or HAProxy in its place`
    throw new CompileError({
      code: 'UNSUPPORTED_VERSION',
      path: `${at}.version`,
      rule,
      received: hop.version,
      nextStep,
    })
  }
  checkUnreadTls(input)
}

function filesOf(input: GatewayInput): readonly CompiledFile[] {
  const { topology, hop } = input
  return [
    { path: 'envoy.yaml', text: bootstrap(input) },
    { path: 'listeners.yaml', text: resources(LISTENERS_HEAD, LISTENER, [listener(input), readyListener()]) },
    ...(endsTlsItself(input) ? [{ path: 'certificate.yaml', text: certificate() }] : []),
    ...lockOf(input).files,
    ...(hop.verifies === 'forward-auth' ? [verifierDocument(topology, ASKED_BY_GRPC)] : []),
  ]
}

const LISTENER = 'type.googleapis.com/envoy.config.listener.v3.Listener'
const LISTENERS_HEAD =
  'Where Envoy listens. It reads this file again when it is replaced by a move (mv, or a ConfigMap), without a restart: new connections have the new keys at once, old ones are drained within --drain-time-s.'

function bootstrap({ topology, hop }: GatewayInput): string {
  const head = `Envoy ${hop.version} in front of ${topology.name}. Put it into ${FOLDER} with its neighbours and start: envoy -c ${FOLDER}/envoy.yaml --drain-time-s 60`
  const value = {
    node: { id: workloadName(topology, hop), cluster: topology.name },
    dynamic_resources: { lds_config: fromFile('listeners.yaml') },
    static_resources: { clusters: clusters(topology, hop) },
  }
  return writeYaml([{ head, value }])
}

function resources(head: string, type: string, list: readonly Plain[]): string {
  const typed = list.map((one) => ({ '@type': type, ...membersOf(one) }))
  return writeYaml([{ head, value: { resources: typed } }])
}

function membersOf(value: Plain): { readonly [member: string]: Plain } {
  // Sound: what is listed here are the maps that the builders of this folder return.
  return value as { readonly [member: string]: Plain }
}

function certificate(): string {
  const secret = {
    name: CERTIFICATE_SECRET,
    tls_certificate: {
      certificate_chain: { filename: `${FOLDER}/tls/tls.crt` },
      private_key: { filename: `${FOLDER}/tls/tls.key` },
      watched_directory: { path: `${FOLDER}/tls` },
    },
  }
  const head = `The certificate that the edge sees. Mount a Secret of type kubernetes.io/tls at ${FOLDER}/tls; its renewal is noticed.`
  const type = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret'
  return resources(head, type, [secret])
}

function lockOf(input: GatewayInput): Lock {
  const podLabels = { 'app.kubernetes.io/name': workloadName(input.topology, input.hop) }
  const reason = input.entrance.takesProxy
    ? LOCK_REASON
    : 'Whoever connects is served, and refused for want of a seal alone. Outside Kubernetes the security group says who may.'
  return gatewayLock(input, { podLabels, ports: [portOf(input)], reason })
}

function notesOf(input: GatewayInput): readonly Note[] {
  const { topology, entrance, hop } = input
  return [
    ...(topology.tls === 'passthrough' ? [] : clientAddress(entrance).notes),
    ...lockOf(input).notes,
    ...(hop.verifies === 'native' ? NATIVE_NOTES : []),
  ]
}

const NATIVE_NOTES: readonly Note[] = [
  {
    kind: 'limit',
    text: 'What fails a condition is answered with 403, a missing or bad token with 401. A bound token for a host that the client writes in capitals, or with a trailing dot, is refused.',
  },
  {
    kind: 'step',
    text: 'To rotate a key, compile again with the new set and replace listeners.yaml by a move; a retired key is refused on new connections at once, on old ones when they are drained.',
    source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/overview/xds_api',
  },
]
