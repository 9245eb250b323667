import type { Topology, VerifierService } from '../../topology/topology.ts'
import { grpcServiceName, VERIFIER_PORTS } from '../verifier-service.ts'
import type { Manifest } from './metadata.ts'

/** Which kind of object refers to the verifier's Service. */
export type Asking = { readonly group: string; readonly kind: string }

/** The Service of the verifier that speaks Envoy's ext_authz over gRPC, as a backend. */
export function verifierReference(verifier: VerifierService) {
  return { name: grpcServiceName(verifier), namespace: verifier.namespace, port: VERIFIER_PORTS.extAuthz }
}

/** Lets objects of the path's namespace name the verifier as their backend. It lives where the verifier is. */
export function verifierGrant({ name, namespace, verifier }: Topology, asking: Asking): Manifest {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: `${name}-verifier`, namespace: verifier.namespace },
    spec: {
      from: [{ ...asking, namespace }],
      to: [{ group: '', kind: 'Service', name: verifierReference(verifier).name }],
    },
  }
}
