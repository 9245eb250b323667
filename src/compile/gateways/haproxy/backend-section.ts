import type { GatewayHop, Topology } from '../../../topology/topology.ts'
import { nextHop } from '../next-hop.ts'
import { type Reasoned, why, writeSection } from './write-section.ts'

const SEND = { none: '', v1: ' send-proxy', v2: ' send-proxy-v2' } as const

/** Where requests go on to. */
export function backendSection(topology: Topology, hop: GatewayHop): string {
  const { kind, host, port } = nextHop({ topology, hop })
  const send = SEND[hop.sendsProxy]
  const server = `server ${kind} ${host}:${port} resolvers cluster init-addr libc,none${send}`
  return writeSection('backend next', [...reuse(topology, send), why('It may be unknown at the start.', server)])
}

function reuse({ tls }: Topology, send: string): readonly Reasoned[] {
  if (send === '' || tls === 'passthrough') return []
  return [
    why(
      'A PROXY header is for a whole connection, so no two clients may share one (PROXY protocol specification, section 2).',
      'http-reuse never',
    ),
  ]
}
