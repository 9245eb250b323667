import { appOf } from '../../../topology/app-of.ts'
import type { Note } from '../../compiled.ts'
import { nodesNotes, seesNodes } from '../../kubernetes/gateway-lock.ts'
import type { GatewayInput } from '../../target.ts'
import { plainOf } from '../../yaml/because.ts'
import { hasOwnClass } from './gateway-class.ts'

/** What Cilium’s files alone do not say. */
export function ciliumNotes(input: GatewayInput): readonly Note[] {
  const { hop } = input
  return [
    ...entranceNotes(input),
    ...(hop.verifies === 'forward-auth' ? sidecarNotes(input) : []),
    ...closingNotes(input),
  ]
}

function entranceNotes({ entrance }: GatewayInput): readonly Note[] {
  const count: Note = {
    kind: 'limit',
    text: `Cilium trusts X-Forwarded-For by a count alone, one for all Gateways. Whoever reaches Envoy around the ${entrance.forwardedHops} proxies in front writes the address that X-Envoy-External-Address shows.`,
    source: 'https://docs.cilium.io/en/stable/helm-reference/',
  }
  const values: Note = {
    kind: 'step',
    text: 'cilium-values.yaml is for Cilium’s Helm chart, and for the whole cluster. Restart the operator and the agents after it. Where a provider runs Cilium it may set the flags back, as DigitalOcean’s does.',
    source: 'https://docs.cilium.io/en/stable/network/servicemesh/gateway-api/gateway-api/',
  }
  const proxy: Note = {
    kind: 'warning',
    text: 'enableProxyProtocol is for every listener of every Gateway at once: each load balancer in front of one has to send the header, and from that moment.',
    source: 'https://github.com/cilium/cilium/issues/41876',
  }
  return entrance.takesProxy ? [count, values, proxy] : [count, values]
}

function sidecarNotes({ topology }: GatewayInput): readonly Note[] {
  const { service, port } = appOf(topology)
  return [
    {
      kind: 'step',
      text: `Let the application listen on 127.0.0.1:${port} alone, apply sidecar-patch.yaml to the Deployment ${service} (a patch of kustomize), and make the ConfigMap ipseal-verifier of ipseal.verifier.json. Probes of the kubelet on the application become exec probes.`,
    },
    {
      kind: 'limit',
      text: 'The sidecar was chosen over two other ways. The filter ExternalAuth of HTTPRoute is in Cilium from 1.20 on and let requests pass unasked where its ReferenceGrant was missing. A CiliumEnvoyConfig of one’s own replaces what the Gateway API makes, whole, and is for those who write Envoy’s configuration.',
      source: 'https://github.com/cilium/cilium/issues/47877',
    },
    {
      kind: 'step',
      text: 'Limit rates and allow addresses in the application, by X-Client-IP. Cilium’s own access log and policies see the address of X-Forwarded-For or of the connection; the sidecar’s log has the verified one.',
    },
    {
      kind: 'limit',
      text: 'The sidecar speaks HTTP/1.1 alone: a Service with appProtocol kubernetes.io/h2c, as for gRPC, cannot stand behind it.',
    },
  ]
}

function closingNotes(input: GatewayInput): readonly Note[] {
  return [...nodesNotes(input), ...openNodes(input), ...(hasOwnClass(input) ? [alphaClass()] : unsetRanges(input))]
}

function alphaClass(): Note {
  const text =
    'CiliumGatewayClassConfig is an alpha API of Cilium: read its release notes before an upgrade. Its loadBalancerSourceRanges hold where Cilium replaces kube-proxy, and not for node ports unless bpf.lbSourceRangeAllTypes is set.'
  return { kind: 'limit', text, source: 'https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/' }
}

function openNodes(input: GatewayInput): readonly Note[] {
  const { senders } = input.entrance
  if (senders.length === 0) {
    const text =
      'Nobody said from where connections come, so nothing is closed: give "ranges" to the hop in front, or "loadBalancerRanges" to the document.'
    return [{ kind: 'warning', text }]
  }
  if (hasOwnClass(input) || seesNodes(input)) return []
  const text = `Close the nodes’ ports by a firewall to all but ${senders.join(', ')}: before 1.18 Cilium takes no such list for a Gateway, and its Envoy is in no pod that a NetworkPolicy could select.`
  return [{ kind: 'warning', text }]
}

/** What the load balancer wants of the Service, and nothing of Cilium's before 1.18 can say. */
function unsetRanges({ service }: GatewayInput): readonly Note[] {
  const ranges = service?.loadBalancerSourceRanges
  if (ranges === undefined) return []
  const list = [plainOf(ranges)].flat().filter((one) => typeof one === 'string')
  const text = `The load balancer is open to everyone: before 1.18 Cilium sets no loadBalancerSourceRanges on the Service of a Gateway. Patch that Service with ${list.join(', ')}, and again whenever Cilium writes it anew.`
  return [{ kind: 'warning', text, source: 'https://github.com/cilium/cilium/pull/37792' }]
}
