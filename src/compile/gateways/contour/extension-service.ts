import type { Topology } from '../../../topology/topology.ts'
import { EVERY_LINE_BY_GRPC } from '../../envoy/reasons.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import { grpcServiceName, VERIFIER_PORTS } from '../../verifier-service.ts'
import { because } from '../../yaml/because.ts'

/** What HTTPProxies name for the verifier: an object beside its Service, which Contour finds in no other namespace. */
export function extensionReference({ name, verifier }: Topology) {
  return { name: `${name}-client-ip`, namespace: verifier.namespace }
}

export function extensionService(topology: Topology): Manifest {
  return {
    apiVersion: 'projectcontour.io/v1alpha1',
    kind: 'ExtensionService',
    metadata: extensionReference(topology),
    spec: {
      protocol: because('gRPC without TLS: the default would be h2 over TLS.', 'h2c'),
      services: because(EVERY_LINE_BY_GRPC, [
        { name: grpcServiceName(topology.verifier), port: VERIFIER_PORTS.extAuthz },
      ]),
      timeoutPolicy: { response: '2s' },
    },
  }
}
