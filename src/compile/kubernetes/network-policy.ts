import { because } from '../yaml/because.ts'
import type { Manifest } from './metadata.ts'

export type PolicyOptions = {
  readonly name: string
  readonly namespace: string
  /** Labels of the pods that are closed to everyone else. */
  readonly podLabels: Readonly<Record<string, string>>
  readonly from: readonly string[]
  readonly ports: readonly number[]
  /** Why nobody else may connect. */
  readonly reason: string
}

/**
 * Leaves pods reachable from named prefixes alone, on named ports. Needs a network plugin that enforces policies.
 *
 * @throws RangeError without a prefix: Kubernetes reads an empty `from` as everyone, so that the caller has to warn instead.
 */
export function networkPolicy({ name, namespace, podLabels, from, ports, reason }: PolicyOptions): Manifest {
  if (from.length === 0) throw new RangeError(`NetworkPolicy ${name} would let in everyone`)
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: {
      podSelector: { matchLabels: podLabels },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: because(
            reason,
            from.map((cidr) => ({ ipBlock: { cidr } })),
          ),
          ports: ports.map((port) => ({ port, protocol: 'TCP' })),
        },
      ],
    },
  }
}
