import type { Topology } from '../../../topology/topology.ts'
import type { CompiledFile } from '../../compiled.ts'

/** What the verifier service is given for gateways of this family, which all ask as nginx does. */
export function verifierDocument({ assertion, exempt }: Topology): CompiledFile {
  const { issuer, audience, jwks, bind } = assertion
  const listen = { forwardAuth: { port: 8080, dialect: 'nginx' }, health: { port: 8081 } }
  const document = { issuer, audience, jwks, mode: 'enforce', bind, exempt, listen }
  return { path: 'ipseal.verifier.json', text: `${JSON.stringify(document, undefined, 2)}\n` }
}

/** Where gateways in the cluster ask: the Service of infra/kubernetes/verifier. */
export function verifierAddress({ verifier: { service, namespace } }: Topology): string {
  return `${service}.${namespace}.svc.cluster.local:8080`
}
