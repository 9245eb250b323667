import { because, compact } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import { labelOf } from './list-name.ts'
import type { ListTarget } from './list-target.ts'

/** Of a label of Kubernetes, 63, less what stands before it. */
const LONGEST_NAME = 63 - 'ipseal-from-'.length

/**
 * A NetworkPolicy that lets the list connect to pods of one label, and nobody else.
 *
 * By a label of its own, since a selector that fits no pod of yours would close nothing, and an empty one every pod.
 * Policies add up: pods with the labels of two lists are open to both.
 */
export const NETWORK_POLICY: ListTarget = {
  name: 'network-policy',
  write: ({ provider, prefixes }, head) => {
    const name = `ipseal-from-${labelOf(provider, { target: 'network-policy', what: 'a label of Kubernetes', longest: LONGEST_NAME })}`
    const own = [
      `It closes pods that have the label ${name}: allowed, on every port, and needs a network plugin that enforces policies.`,
      'It goes by the address that arrives: behind externalTrafficPolicy: Cluster that is a node of yours, and nobody gets in.',
    ]
    return writeYaml([{ head: [...head, '', ...own].join('\n'), value: policy(name, prefixes) }])
  },
}

function policy(name: string, prefixes: readonly string[]) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name },
    spec: {
      podSelector: { matchLabels: { [name]: 'allowed' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: because(
            'Never empty: Kubernetes reads that as everyone.',
            prefixes.map((cidr) => compact({ ipBlock: { cidr } })),
          ),
        },
      ],
    },
  }
}
