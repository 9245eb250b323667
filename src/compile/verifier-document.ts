import type { Topology } from '../topology/topology.ts'
import type { CompiledFile } from './compiled.ts'

/** Ports of the verifier service as infra/kubernetes/verifier gives them to its pods. */
export const VERIFIER_PORTS = { forwardAuth: 8080, health: 8081, extAuthz: 9090 } as const

type Listen = Readonly<Record<string, unknown>>

/** The document of the verifier service for this path. The gateway decides by which port, and in which dialect, it is asked. */
export function verifierDocument({ assertion, exempt }: Topology, listen: Listen): CompiledFile {
  const { issuer, audience, jwks, bind } = assertion
  const document = {
    issuer,
    audience,
    jwks,
    bind,
    exempt,
    listen: { ...listen, health: { port: VERIFIER_PORTS.health } },
  }
  return { path: 'ipseal.verifier.json', text: `${JSON.stringify(document, undefined, 2)}\n` }
}
