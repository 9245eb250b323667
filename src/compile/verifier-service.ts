import type { VerifierService } from '../topology/topology.ts'

/** Ports of the verifier service as infra/kubernetes/verifier gives them to its pods. */
export const VERIFIER_PORTS = { forwardAuth: 8080, health: 8081, extAuthz: 9090 } as const

/** Where gateways of the cluster ask over HTTP: host and port of its Service. */
export function verifierAddress({ service, namespace }: VerifierService): string {
  return `${service}.${namespace}.svc.cluster.local:${VERIFIER_PORTS.forwardAuth}`
}

/** The Service of the same pods that speaks Envoy's ext_authz: gRPC has one of its own, without a cluster address. */
export function grpcServiceName({ service }: VerifierService): string {
  return `${service}-grpc`
}

/** The host of {@link grpcServiceName}, for whoever finds it by DNS. */
export function grpcHost(verifier: VerifierService): string {
  return `${grpcServiceName(verifier)}.${verifier.namespace}.svc.cluster.local`
}
