import type { Topology } from '../../../topology/topology.ts'
import type { CompiledFile } from '../../compiled.ts'
import { VERIFIER_PORTS, verifierDocument } from '../../verifier-document.ts'

/** Where gateways in the cluster ask: the Service of infra/kubernetes/verifier. */
export function verifierAddress({ verifier: { service, namespace } }: Topology): string {
  return `${service}.${namespace}.svc.cluster.local:${VERIFIER_PORTS.forwardAuth}`
}

/** The service's document for gateways of this family, which all ask as nginx does. */
export function nginxVerifierDocument(topology: Topology): CompiledFile {
  return verifierDocument(topology, { forwardAuth: { port: VERIFIER_PORTS.forwardAuth, dialect: 'nginx' } })
}
