import * as z from 'zod'
import { annotations } from '../annotations.ts'
import {
  backendReference,
  duration,
  ENVOY_METHODS,
  freeMap,
  headerModifier,
  labelSelector,
  localReference,
  name,
  port,
} from '../parts.ts'

const parentRefs = z
  .array(
    z.strictObject({
      group: z.string().optional(),
      kind: z.string().optional(),
      name,
      namespace: name.optional(),
      port: port.optional(),
      sectionName: name.optional(),
    }),
  )
  .min(1)
const hostnames = z.array(z.string()).min(1).optional()
const backendRefs = z.array(backendReference).min(1)

const gateway = z.strictObject({
  gatewayClassName: name,
  addresses: z.array(z.strictObject({ type: z.string().optional(), value: z.string() })).optional(),
  infrastructure: z
    .strictObject({
      annotations: annotations.optional(),
      labels: freeMap.optional(),
      parametersRef: localReference.optional(),
    })
    .optional(),
  listeners: z
    .array(
      z.strictObject({
        name,
        hostname: z.string().optional(),
        port,
        protocol: z.enum(['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP']),
        tls: z
          .strictObject({
            mode: z.enum(['Terminate', 'Passthrough']).optional(),
            certificateRefs: z
              .array(
                z.strictObject({
                  group: z.string().optional(),
                  kind: z.string().optional(),
                  name,
                  namespace: name.optional(),
                }),
              )
              .optional(),
            options: freeMap.optional(),
          })
          .optional(),
        allowedRoutes: z
          .strictObject({
            kinds: z.array(z.strictObject({ group: z.string().optional(), kind: z.string() })).optional(),
            namespaces: z
              .strictObject({
                from: z.enum(['All', 'Selector', 'Same']).optional(),
                selector: labelSelector.optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    )
    .min(1)
    .max(64),
})

const filter = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('RequestHeaderModifier'), requestHeaderModifier: headerModifier }),
  z.strictObject({ type: z.literal('ResponseHeaderModifier'), responseHeaderModifier: headerModifier }),
  z.strictObject({ type: z.literal('ExtensionRef'), extensionRef: localReference }),
  z.strictObject({
    type: z.literal('ExternalAuth'),
    externalAuth: z.strictObject({
      protocol: z.enum(['HTTP', 'GRPC']),
      backendRef: backendReference,
      http: z
        .strictObject({
          path: z.string().optional(),
          allowedHeaders: z.array(z.string()).optional(),
          allowedResponseHeaders: z.array(z.string()).optional(),
        })
        .optional(),
      grpc: z.strictObject({ allowedHeaders: z.array(z.string()).optional() }).optional(),
    }),
  }),
])

const valueMatch = z.strictObject({
  type: z.enum(['Exact', 'RegularExpression']).optional(),
  name: z.string(),
  value: z.string(),
})
const match = z.strictObject({
  path: z
    .strictObject({
      type: z.enum(['Exact', 'PathPrefix', 'RegularExpression']).optional(),
      value: z.string().optional(),
    })
    .optional(),
  method: z.enum(ENVOY_METHODS).optional(),
  headers: z.array(valueMatch).max(16).optional(),
  queryParams: z.array(valueMatch).max(16).optional(),
})

const httpRoute = z.strictObject({
  parentRefs,
  hostnames,
  rules: z
    .array(
      z.strictObject({
        name: name.optional(),
        matches: z.array(match).max(64).optional(),
        filters: z.array(filter).max(16).optional(),
        backendRefs: backendRefs.optional(),
        timeouts: z.strictObject({ request: duration.optional(), backendRequest: duration.optional() }).optional(),
      }),
    )
    .min(1)
    .max(16),
})

const passingRoute = z.strictObject({
  parentRefs,
  hostnames,
  rules: z.array(z.strictObject({ name: name.optional(), backendRefs })).min(1),
})

const tcpRoute = passingRoute.omit({ hostnames: true }).strict()

const referenceGrant = z.strictObject({
  from: z.array(z.strictObject({ group: z.string(), kind: z.string(), namespace: name })).min(1),
  to: z.array(z.strictObject({ group: z.string(), kind: z.string(), name: name.optional() })).min(1),
})

const gatewayClass = z.strictObject({
  controllerName: z.string().regex(/^[a-z0-9.-]+\/[A-Za-z0-9/._~-]+$/),
  description: z.string().max(64).optional(),
  parametersRef: localReference.extend({ namespace: name.optional() }).optional(),
})

/** Gateway API 1.4 and later; the limits of lists are those of its CRDs. */
export const GATEWAY_API = {
  'gateway.networking.k8s.io/v1/Gateway': { spec: gateway },
  'gateway.networking.k8s.io/v1/GatewayClass': { spec: gatewayClass },
  'gateway.networking.k8s.io/v1/HTTPRoute': { spec: httpRoute },
  'gateway.networking.k8s.io/v1/TLSRoute': { spec: passingRoute },
  'gateway.networking.k8s.io/v1alpha2/TLSRoute': { spec: passingRoute },
  'gateway.networking.k8s.io/v1alpha3/TLSRoute': { spec: passingRoute },
  'gateway.networking.k8s.io/v1/TCPRoute': { spec: tcpRoute },
  'gateway.networking.k8s.io/v1alpha2/TCPRoute': { spec: tcpRoute },
  'gateway.networking.k8s.io/v1/ReferenceGrant': { spec: referenceGrant },
  'gateway.networking.k8s.io/v1beta1/ReferenceGrant': { spec: referenceGrant },
}
