import * as z from 'zod'
import { cidrs, freeMap, name, port } from '../parts.ts'

const attributes = z.array(z.strictObject({ key: z.string(), value: z.string() })).optional()

const targetGroup = z.strictObject({
  healthCheckConfig: z
    .strictObject({
      healthCheckInterval: z.int().optional(),
      healthCheckPath: z.string().optional(),
      healthCheckPort: z.string().optional(),
      healthCheckProtocol: z.enum(['HTTP', 'HTTPS', 'TCP']).optional(),
      healthCheckTimeout: z.int().optional(),
      healthyThresholdCount: z.int().optional(),
      unhealthyThresholdCount: z.int().optional(),
      matcher: z.strictObject({ grpcCode: z.string().optional(), httpCode: z.string().optional() }).optional(),
    })
    .optional(),
  ipAddressType: z.enum(['ipv4', 'ipv6']).optional(),
  protocol: z.enum(['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP']).optional(),
  protocolVersion: z.enum(['HTTP1', 'HTTP2', 'GRPC']).optional(),
  targetGroupAttributes: attributes,
  targetType: z.enum(['instance', 'ip']).optional(),
  tags: freeMap.optional(),
})

const targetGroupConfiguration = z.strictObject({
  targetReference: z.strictObject({ group: z.string().optional(), kind: z.string().optional(), name }).optional(),
  defaultConfiguration: targetGroup.optional(),
})

const loadBalancerConfiguration = z.strictObject({
  scheme: z.enum(['internal', 'internet-facing']).optional(),
  ipAddressType: z.enum(['ipv4', 'dualstack', 'dualstack-without-public-ipv4']).optional(),
  loadBalancerAttributes: attributes,
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: z.string().optional(),
  listenerConfigurations: z
    .array(
      z.strictObject({
        protocolPort: z.string(),
        listenerAttributes: attributes,
        alpnPolicy: z.enum(['HTTP1Only', 'HTTP2Only', 'HTTP2Optional', 'HTTP2Preferred', 'None']).optional(),
      }),
    )
    .optional(),
  manageBackendSecurityGroupRules: z.boolean().optional(),
  securityGroups: z.array(z.string()).optional(),
  securityGroupPrefixes: z.array(z.string()).optional(),
  sourceRanges: cidrs.optional(),
  loadBalancerSubnetsSelector: z.record(z.string(), z.array(z.string())).optional(),
})

const targetGroupBinding = z.strictObject({
  serviceRef: z.strictObject({ name, port: z.union([port, z.string()]) }),
  targetGroupARN: z.string().optional(),
  targetType: z.enum(['instance', 'ip']).optional(),
  ipAddressType: z.enum(['ipv4', 'ipv6']).optional(),
  networking: z
    .strictObject({
      ingress: z.array(
        z.strictObject({
          from: z.array(z.strictObject({ securityGroup: z.strictObject({ groupID: z.string() }) })),
          ports: z.array(z.strictObject({ port: z.union([port, z.string()]), protocol: z.enum(['TCP', 'UDP']) })),
        }),
      ),
    })
    .optional(),
})

/** The AWS Load Balancer Controller, whose Gateway API kinds are both v1 and v1beta1. */
export const AWS = {
  'gateway.k8s.aws/v1/TargetGroupConfiguration': { spec: targetGroupConfiguration },
  'gateway.k8s.aws/v1beta1/TargetGroupConfiguration': { spec: targetGroupConfiguration },
  'gateway.k8s.aws/v1/LoadBalancerConfiguration': { spec: loadBalancerConfiguration },
  'gateway.k8s.aws/v1beta1/LoadBalancerConfiguration': { spec: loadBalancerConfiguration },
  'elbv2.k8s.aws/v1beta1/TargetGroupBinding': { spec: targetGroupBinding },
}
