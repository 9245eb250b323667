import type { VerifierService } from '../../topology/topology.ts'

/** Where the verifier service answers over HTTP: infra/kubernetes/verifier/service.yaml. */
export function verifierHost({ service, namespace }: VerifierService): string {
  return `${service}.${namespace}.svc.cluster.local:8080`
}
