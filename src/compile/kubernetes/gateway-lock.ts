import type { CompiledFile, Note } from '../compiled.ts'
import type { GatewayInput } from '../target.ts'
import { manifestFile } from './manifest-file.ts'
import { networkPolicy } from './network-policy.ts'
import { workloadName } from './workload-name.ts'

export type LockOptions = {
  readonly podLabels: Readonly<Record<string, string>>
  /** Where the gateway's pods live, if not beside the path. */
  readonly namespace?: string
  readonly ports: readonly number[]
  /** What the gateway believes of whoever reaches it. */
  readonly reason: string
}

/** The file of the policy, if one is written, and what it leaves open. */
export type Lock = { readonly files: readonly CompiledFile[]; readonly notes: readonly Note[] }

/**
 * Closes a gateway's pods to everyone but those who come in front of it, where the pods can tell.
 *
 * Behind a node port under Cluster they see a node's address, whoever sent: there a policy would let in nobody or
 * everybody, and the note says what has to hold instead.
 */
export function gatewayLock(input: GatewayInput, options: LockOptions): Lock {
  const { entrance, topology } = input
  const { senders } = entrance
  if (senders.length === 0) return { files: [], notes: [nobodySaid(options)] }
  if (seesNodes(input)) return { files: [], notes: nodesNotes(input) }
  const { podLabels, ports, reason, namespace = topology.namespace } = options
  const name = workloadName(topology, input.hop)
  const policy = networkPolicy({ name, namespace, podLabels, from: senders, ports, reason })
  const text = `${reason} The NetworkPolicy that says so holds only where the network plugin enforces policies, and closes the pods of the gateway to scrapers of metrics too: name them in an overlay.`
  return {
    files: [manifestFile('network-policy.yaml', [policy])],
    notes: [
      { kind: 'step', text, source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/' },
    ],
  }
}

/** The connection comes from a node port, and the Service has put the node's address in the place of the sender's. */
export function seesNodes({ topology, hop }: Pick<GatewayInput, 'topology' | 'hop'>): boolean {
  const before = topology.hops[topology.hops.indexOf(hop) - 1]
  return before?.kind === 'load-balancer' && before.targets === 'nodes' && before.trafficPolicy === 'Cluster'
}

function nobodySaid({ reason }: LockOptions): Note {
  const text = `Nobody said from where connections come, so no NetworkPolicy is written: ${reason} Give "ranges" to the hop in front, or "loadBalancerRanges" to the document.`
  return { kind: 'warning', text }
}

/**
 * What has to hold behind node ports under Cluster, for every gateway that believes or lets in by address: kube-proxy has
 * put a node's in the place of the load balancer's, so that the ranges on the path are those of the nodes.
 */
export function nodesNotes(input: Pick<GatewayInput, 'topology' | 'hop'>): readonly Note[] {
  if (!seesNodes(input)) return []
  const before = input.topology.hops.indexOf(input.hop) - 1
  const text = `Under externalTrafficPolicy Cluster every connection comes from the address of a node, so that "ranges" of path[${before}] have to be those of the nodes, or nobody gets in. Whoever reaches a node port is then taken for the load balancer, and no NetworkPolicy could tell them apart: let the firewall of the nodes take node ports from the load balancer alone, or use trafficPolicy Local.`
  return [
    {
      kind: 'warning',
      text,
      source:
        'https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip',
    },
  ]
}
