import type { Topology } from '../../topology/topology.ts'
import type { CompiledFile } from '../compiled.ts'

/** The ports of the verifier's pods, as infra/kubernetes/verifier has them. */
const PORTS = { forwardAuth: 8080, extAuthz: 9090, health: 8081 } as const

/** `ipseal.verifier.json` of the service that an Envoy asks: by gRPC, and by HTTP below `pathPrefix` where it says so. */
export function envoyVerifierDocument(topology: Topology, pathPrefix?: string): CompiledFile {
  const { issuer, audience, jwks, bind } = topology.assertion
  const forwardAuth = pathPrefix !== undefined && { port: PORTS.forwardAuth, dialect: 'envoy', pathPrefix }
  const listen = {
    ...(forwardAuth !== false && { forwardAuth }),
    extAuthz: { port: PORTS.extAuthz },
    health: { port: PORTS.health },
  }
  const document = { issuer, audience, jwks, bind, exempt: topology.exempt, listen }
  return { path: 'ipseal.verifier.json', text: `${JSON.stringify(document, undefined, 2)}\n` }
}
