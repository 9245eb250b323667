import type { AppHop, EdgeHop, Hop, Topology } from '../../topology/topology.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, Note } from '../compiled.ts'
import { type Entrance, entranceOf } from '../entrance.ts'
import type { PathTarget, TargetInput } from '../target.ts'

/** Ports of the sidecar that no application is likely to have; the Service has to send there. */
const SIDECAR_PORT = 9080
const RELAY_PORT = 9443
const HEALTH_PORT = 9081

const SIDECAR = 'docs/sidecar.md'

/** The verifier beside the application: what it is to check, and how requests come to it. */
export const APP: PathTarget = {
  kind: 'path',
  name: 'app',
  title: 'the verifier beside the application: ipseal.verifier.json',
  compile,
}

function compile({ topology }: TargetInput): Compiled {
  const index = topology.hops.findLastIndex(({ kind }) => kind === 'app')
  const app = topology.hops[index]
  if (app?.kind !== 'app' || !app.verifies) throw notHere(topology)
  const entrance = entranceOf(topology, index)
  const isRelay = topology.tls === 'passthrough'
  if (entrance.takesProxy && entrance.senders.length === 0) throw unknownSenders(index - 1)
  const document = { ...terms(topology), ...listeners({ topology, app, entrance }) }
  return {
    files: [{ path: 'ipseal.verifier.json', text: `${JSON.stringify(document, undefined, 2)}\n` }],
    notes: isRelay ? relayNotes() : sidecarNotes(app),
    contract: undefined,
  }
}

function terms({ assertion, exempt }: Topology) {
  const { issuer, audience, jwks, bind } = assertion
  return { issuer, audience, jwks, mode: 'enforce', bind, exempt, outputs: [{ header: 'X-Client-IP', value: 'ip' }] }
}

type Place = { readonly topology: Topology; readonly app: AppHop; readonly entrance: Entrance }

/** Where TLS goes through unread nothing but the PROXY header can be taken; else the sidecar reads HTTP. */
function listeners({ topology, app, entrance }: Place) {
  const { takesProxy } = entrance
  const proxyProtocol = takesProxy ? { proxyProtocol: proxySenders(topology, entrance) } : {}
  const health = { port: HEALTH_PORT }
  if (topology.tls !== 'passthrough') {
    const upstream = `http://127.0.0.1:${app.port}`
    return {
      ...proxyProtocol,
      listen: { sidecar: { port: SIDECAR_PORT, upstream, proxyProtocol: takesProxy }, health },
    }
  }
  if (!takesProxy) throw addressLost()
  return { ...proxyProtocol, listen: { tcp: [{ port: RELAY_PORT, upstream: `127.0.0.1:${app.port}` }], health } }
}

/** A header may name the edge alone, unless a load balancer put its own address in place of it on the way. */
function proxySenders({ hops }: Topology, { senders }: Entrance) {
  const edge = hops.findLast((hop): hop is EdgeHop => hop.kind === 'edge')
  const isHidden = hops.some((hop) => hop.kind === 'load-balancer' && hop.sourceNat && hop.sendsProxy === 'none')
  const isKnown = edge !== undefined && edge.ranges.length > 0 && !isHidden
  return { senders, ...(isKnown && { sources: edge.ranges }) }
}

function addressLost(): CompileError {
  return new CompileError({
    code: 'ADDRESS_LOST',
    path: 'path',
    rule: 'TLS goes through to the application unread, and nothing before it sends a PROXY header, so that no verifier can stand in front of it',
    nextStep: 'Verify in the application itself (docs/origin.md), or set "sendsProxy": "v2" on the last hop before it',
  })
}

function unknownSenders(before: number): CompileError {
  return new CompileError({
    code: 'MISSING',
    path: `path[${before}].ranges`,
    rule: 'a PROXY header is believed only from addresses that are named',
    nextStep: 'Give "ranges" to the hop: the prefixes of the pods that connect to the application',
  })
}

function notHere({ hops }: Topology): CompileError {
  const gateway = hops.findLast((hop): hop is Extract<Hop, { kind: 'gateway' }> => hop.kind === 'gateway')
  const who = gateway === undefined ? 'nothing' : gateway.product
  return new CompileError({
    code: 'NOT_ON_PATH',
    path: 'target',
    rule: `${who} verifies on this path, and the application does not`,
    nextStep: `Read X-Client-IP in the application, which ${who} sets; to verify there too set "verifies": true on it`,
  })
}

function sidecarNotes({ service, port }: AppHop): readonly Note[] {
  return [
    {
      kind: 'step',
      text: `Run the verifier in the pod of ${service}, with this document as IPSEAL_VERIFIER_CONFIG, and send the Service to port ${SIDECAR_PORT} in place of ${port}. Let the application listen on 127.0.0.1 alone, or nobody has to pass the verifier.`,
      source: SIDECAR,
    },
    {
      kind: 'limit',
      text: 'A gateway in front that verifies takes the assertion out unless it is told to keep it: then every request is refused here. An application in TypeScript verifies without a sidecar (docs/origin.md).',
      source: SIDECAR,
    },
  ]
}

function relayNotes(): readonly Note[] {
  return [
    {
      kind: 'step',
      text: `The relay takes the PROXY header, lets in whom it may, and hands TLS on: it verifies nothing, since it can read nothing. The application ends TLS and verifies the assertion itself (docs/origin.md). Send the Service to port ${RELAY_PORT}.`,
      source: SIDECAR,
    },
  ]
}
