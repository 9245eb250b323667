import * as z from 'zod'
import { annotations } from '../annotations.ts'
import { cidrs, freeMap, name, texts } from '../parts.ts'

const patch = z.strictObject({ type: z.enum(['StrategicMerge', 'JSONMerge']).optional(), value: z.unknown() })
const envoyService = z.strictObject({
  annotations: annotations.optional(),
  labels: freeMap.optional(),
  externalTrafficPolicy: z.enum(['Local', 'Cluster']).optional(),
  loadBalancerClass: z.string().optional(),
  loadBalancerSourceRanges: cidrs.optional(),
  name: name.optional(),
  type: z.enum(['ClusterIP', 'LoadBalancer', 'NodePort']).optional(),
  patch: patch.optional(),
})
const accessLog = z.strictObject({
  settings: z.array(
    z.strictObject({
      type: z.enum(['Listener', 'Route', 'Upstream']).optional(),
      format: z
        .strictObject({
          type: z.enum(['Text', 'JSON']).optional(),
          text: z.string().optional(),
          json: freeMap.optional(),
        })
        .optional(),
      matches: texts.optional(),
      sinks: z.array(z.strictObject({ type: z.literal('File'), file: z.strictObject({ path: z.string() }) })).min(1),
    }),
  ),
})

/** How Envoy Gateway runs Envoy, and the Service that it makes for it. */
export const envoyProxy = z.strictObject({
  provider: z
    .strictObject({
      type: z.literal('Kubernetes'),
      kubernetes: z
        .strictObject({
          envoyService: envoyService.optional(),
          envoyDeployment: z.strictObject({ replicas: z.int().optional(), patch: patch.optional() }).optional(),
          useListenerPortAsContainerPort: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
  telemetry: z.strictObject({ accessLog: accessLog.optional() }).optional(),
  filterOrder: z
    .array(z.strictObject({ name: z.string(), before: z.string().optional(), after: z.string().optional() }))
    .optional(),
})
