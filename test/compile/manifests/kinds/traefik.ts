import * as z from 'zod'
import { cidrs, name, port, texts } from '../parts.ts'

const middlewareReferences = z.array(z.strictObject({ name, namespace: name.optional() })).optional()
const tls = z.strictObject({
  secretName: z.string().optional(),
  options: z.strictObject({ name, namespace: name.optional() }).optional(),
  passthrough: z.boolean().optional(),
})

/** Any name would do for Traefik; ours are these. */
const changedHeaders = z.record(
  z.string().regex(/^(?:X-Client-IP(?:-Assertion)?|X-Forwarded-For|X-Real-IP|Forwarded)$/i),
  z.string(),
)

const middleware = z.strictObject({
  forwardAuth: z
    .strictObject({
      address: z.url(),
      trustForwardHeader: z.boolean().optional(),
      authRequestHeaders: texts.optional(),
      authResponseHeaders: texts.optional(),
      authResponseHeadersRegex: z.string().optional(),
      preserveRequestMethod: z.boolean().optional(),
      forwardBody: z.boolean().optional(),
      maxResponseBodySize: z.int().optional(),
    })
    .optional(),
  headers: z.strictObject({ customRequestHeaders: changedHeaders.optional() }).optional(),
  chain: z.strictObject({ middlewares: middlewareReferences }).optional(),
  ipAllowList: z
    .strictObject({
      sourceRange: cidrs,
      ipStrategy: z.strictObject({ depth: z.int().optional(), excludedIPs: texts.optional() }).optional(),
    })
    .optional(),
  rateLimit: z
    .strictObject({
      average: z.int(),
      burst: z.int().optional(),
      period: z.string().optional(),
      sourceCriterion: z.strictObject({ requestHeaderName: z.string().optional() }).optional(),
    })
    .optional(),
})

const ingressRoute = z.strictObject({
  entryPoints: texts.optional(),
  routes: z
    .array(
      z.strictObject({
        kind: z.literal('Rule').optional(),
        match: z.string(),
        priority: z.int().optional(),
        middlewares: middlewareReferences,
        services: z
          .array(
            z.strictObject({
              kind: z.enum(['Service', 'TraefikService']).optional(),
              name,
              namespace: name.optional(),
              port: z.union([port, z.string()]).optional(),
              scheme: z.string().optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
  tls: tls.optional(),
})

const ingressRouteTcp = z.strictObject({
  entryPoints: texts.optional(),
  routes: z
    .array(
      z.strictObject({
        match: z.string(),
        priority: z.int().optional(),
        middlewares: middlewareReferences,
        services: z
          .array(
            z.strictObject({
              name,
              port: z.union([port, z.string()]),
              serversTransport: z.string().optional(),
              proxyProtocol: z.strictObject({ version: z.int().min(1).max(2) }).optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
  tls: tls.optional(),
})

const proxyProtocol = z.strictObject({ version: z.int().min(1).max(2) })

export const TRAEFIK = {
  'traefik.io/v1alpha1/Middleware': { spec: middleware },
  'traefik.io/v1alpha1/IngressRoute': { spec: ingressRoute },
  'traefik.io/v1alpha1/IngressRouteTCP': { spec: ingressRouteTcp },
  'traefik.io/v1alpha1/ServersTransportTCP': {
    spec: z.strictObject({ proxyProtocol: proxyProtocol.optional(), dialTimeout: z.string().optional() }),
  },
}
