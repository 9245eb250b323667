import * as z from 'zod'
import { cidrs, labelSelector, texts } from '../parts.ts'

const toPorts = z.array(
  z.strictObject({
    ports: z.array(z.strictObject({ port: z.string(), protocol: z.enum(['TCP', 'UDP', 'ANY']).optional() })).min(1),
  }),
)

const networkPolicy = z.strictObject({
  endpointSelector: labelSelector,
  ingress: z
    .array(
      z.strictObject({
        fromEntities: z
          .array(z.enum(['ingress', 'cluster', 'host', 'remote-node', 'world', 'health', 'kube-apiserver', 'all']))
          .optional(),
        fromEndpoints: z.array(labelSelector).optional(),
        fromCIDR: texts.optional(),
        toPorts: toPorts.optional(),
      }),
    )
    .optional(),
})

const gatewayClassConfig = z.strictObject({
  description: z.string().max(64).optional(),
  service: z
    .strictObject({
      type: z.enum(['LoadBalancer', 'NodePort']).optional(),
      externalTrafficPolicy: z.enum(['Local', 'Cluster']).optional(),
      loadBalancerClass: z.string().optional(),
      loadBalancerSourceRanges: cidrs.optional(),
      loadBalancerSourceRangesPolicy: z.enum(['Allow', 'Deny']).optional(),
    })
    .optional(),
})

export const CILIUM = {
  'cilium.io/v2/CiliumNetworkPolicy': { spec: networkPolicy },
  'cilium.io/v2alpha1/CiliumGatewayClassConfig': { spec: gatewayClassConfig },
}
