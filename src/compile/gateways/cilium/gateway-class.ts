import { isAtLeast } from '../../../topology/version.ts'
import { seesNodes } from '../../kubernetes/gateway-lock.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'

/** CiliumGatewayClassConfig with source ranges (cilium/cilium#37792). */
const CLASS_CONFIG_RELEASE = '1.18'

/** Says whether the Service of the Gateway is to be otherwise than Helm's values can say for all of them. */
export function hasOwnClass(input: GatewayInput): boolean {
  return isAtLeast(input.hop.version, CLASS_CONFIG_RELEASE) && input.service !== undefined
}

export function className(input: GatewayInput): string {
  return hasOwnClass(input) ? `${input.topology.name}-cilium` : 'cilium'
}

/** A class of its own for this path’s Gateway, so that its Service can be closed, and others are left alone. */
export function gatewayClass(input: GatewayInput): readonly Manifest[] {
  if (!hasOwnClass(input)) return []
  const name = className(input)
  const { namespace } = input.topology
  return [
    {
      apiVersion: 'cilium.io/v2alpha1',
      kind: 'CiliumGatewayClassConfig',
      metadata: { name, namespace },
      spec: { service: serviceOf(input) },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name },
      spec: {
        controllerName: 'io.cilium/gateway-controller',
        parametersRef: { group: 'cilium.io', kind: 'CiliumGatewayClassConfig', name, namespace },
      },
    },
  ]
}

function serviceOf(input: GatewayInput): Plain {
  const { service } = input
  // Cilium looks at a connection before it puts a node's address in the place of the sender's.
  const senders = seesNodes(input) ? [] : input.entrance.senders
  const closed = because(
    'Dropped on the node by the address of the connection, before Envoy takes a PROXY header or X-Forwarded-For from it. A policy on reserved:ingress would judge the address in that header (cilium/proxy#1944).',
    senders,
  )
  return {
    externalTrafficPolicy: service?.externalTrafficPolicy,
    loadBalancerClass: service?.loadBalancerClass,
    loadBalancerSourceRanges: service?.loadBalancerSourceRanges ?? (senders.length === 0 ? undefined : closed),
  }
}
