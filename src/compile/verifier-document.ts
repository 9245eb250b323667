import type { Topology } from '../topology/topology.ts'
import type { CompiledFile } from './compiled.ts'
import { VERIFIER_PORTS } from './verifier-service.ts'

type Listen = Readonly<Record<string, unknown>>

/** How a gateway asks by gRPC, as every Envoy does. */
export const ASKED_BY_GRPC: Listen = { extAuthz: { port: VERIFIER_PORTS.extAuthz } }

/** How a gateway asks over HTTP: what it is about stands in headers that each product names otherwise. */
export function askedOverHttp(dialect: 'nginx' | 'traefik' | 'caddy'): Listen {
  return { forwardAuth: { port: VERIFIER_PORTS.forwardAuth, dialect } }
}

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
