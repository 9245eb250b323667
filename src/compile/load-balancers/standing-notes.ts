import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { HopInput } from '../target.ts'

/** What has to be said of any load balancer that stands like this one, whatever product it is. */
export function standingNotes({ hop, topology, at }: HopInput<LoadBalancerHop>): readonly Note[] {
  const { sendsProxy, sourceNat, appendsForwardedFor, targets, trafficPolicy, layer } = hop
  const notes: Note[] = []
  if (sendsProxy !== 'none') {
    notes.push({
      kind: 'step',
      text: 'Switch PROXY protocol on at the load balancer and at the gateway in one change: with only one of them every connection fails. Existing connections keep what they began with.',
      source: 'https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt',
    })
    if (targets === 'nodes' && trafficPolicy === 'Cluster') notes.push(nodeSenders(at))
  }
  if (sendsProxy === 'none' && sourceNat && !appendsForwardedFor) notes.push(hiddenAddress())
  if (trafficPolicy === 'Local' && targets === 'nodes' && layer === 4) notes.push(spreadPods())
  const edges = topology.hops.filter(({ kind }) => kind === 'edge')
  if (edges.some((edge) => edge.kind === 'edge' && typeof edge.ranges !== 'string' && edge.ranges.length === 0)) {
    notes.push({
      kind: 'warning',
      text: 'The edge has no ranges, so that neither the load balancer nor the gateway can tell its connections from others. Give "ranges" to the edge, or rely on the seal alone.',
    })
  }
  return notes
}

function nodeSenders(at: string): Note {
  return {
    kind: 'warning',
    text: `With nodes and externalTrafficPolicy Cluster kube-proxy puts the address of a node in place of the load balancer’s, so that "ranges" of ${at} have to be the nodes’. Whatever reaches a node port can then send a PROXY header that is believed: close the node ports to all but the load balancer, or use trafficPolicy Local, which keeps its address.`,
    source: 'https://kubernetes.io/docs/tutorials/services/source-ip/',
  }
}

function hiddenAddress(): Note {
  return {
    kind: 'limit',
    text: 'The gateway sees the load balancer’s address on every connection, and nothing says from where it came. The seal still names the client; a list of the edge’s ranges or a hop count at the gateway cannot.',
  }
}

function spreadPods(): Note {
  return {
    kind: 'limit',
    text: 'With externalTrafficPolicy Local a node without a ready gateway pod takes no connection. Spread the pods, or run them as a DaemonSet.',
    source: 'https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/',
  }
}

/** Of one whose address the nodes have themselves, as kube-proxy then answers for it inside the cluster. */
export function addressOnNodes(source: string): Note {
  return {
    kind: 'limit',
    text: 'The address is on the nodes too: connections from inside the cluster reach the gateway without passing an edge, and are refused there like any without a seal.',
    source,
  }
}
