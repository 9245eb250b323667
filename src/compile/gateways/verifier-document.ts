import type { Topology } from '../../topology/topology.ts'
import type { CompiledFile } from '../compiled.ts'

/** The document of the verifier service that a gateway asks, beside the gateway's own files. */
export function verifierDocument({ assertion, exempt }: Topology, dialect: 'traefik' | 'caddy'): CompiledFile {
  const { issuer, audience, jwks, bind } = assertion
  const listen = { forwardAuth: { port: 8080, dialect }, health: { port: 8081 } }
  const text = `${JSON.stringify({ issuer, audience, jwks, bind, exempt, listen }, undefined, 2)}\n`
  return { path: 'ipseal.verifier.json', text }
}
