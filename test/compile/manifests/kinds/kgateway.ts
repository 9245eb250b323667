import * as z from 'zod'
import { annotations } from '../annotations.ts'
import {
  backendReference,
  cidrs,
  duration,
  freeMap,
  headerModifier,
  name,
  policyTargets,
  port,
  texts,
} from '../parts.ts'

const targets = { targetRefs: policyTargets.min(1).max(16) }
const extensionReference = z.strictObject({ name, namespace: name.optional() })

const fileSink = z.strictObject({
  path: z.string(),
  stringFormat: z.string().optional(),
  // Its CRD leaves this free: a name for each field of the log.
  jsonFormat: z.record(z.string(), z.unknown()).optional(),
})
const httpSettings = z.strictObject({
  accessLog: z
    .array(z.strictObject({ fileSink: fileSink.optional() }))
    .max(16)
    .optional(),
  earlyRequestHeaderModifier: headerModifier.optional(),
  healthCheck: z.strictObject({ path: z.string() }).optional(),
  preserveHttp1HeaderCase: z.boolean().optional(),
  skipXFFAppend: z.boolean().optional(),
  upgradeConfig: z.strictObject({ enabledUpgrades: texts }).optional(),
  useRemoteAddress: z.boolean().optional(),
  xffNumTrustedHops: z.int().min(0).optional(),
  xffTrustedCIDRs: cidrs.optional(),
  maxRequestHeadersKb: z.int().min(1).max(8192).optional(),
})
const listener = z.strictObject({
  httpSettings: httpSettings.optional(),
  proxyProtocol: z.strictObject({ allowRequestsWithoutProxyProtocol: z.boolean().optional() }).optional(),
})

const listenerPolicy = z.strictObject({
  ...targets,
  default: listener.optional(),
  perPort: z.array(z.strictObject({ port, listener })).optional(),
})

const transformation = z.strictObject({
  set: z
    .array(z.strictObject({ name: z.string(), value: z.string().optional() }))
    .max(16)
    .optional(),
  add: z
    .array(z.strictObject({ name: z.string(), value: z.string().optional() }))
    .max(16)
    .optional(),
  remove: texts.max(16).optional(),
  body: z
    .strictObject({ parseAs: z.enum(['AsString', 'AsJson', 'None']).optional(), value: z.string().optional() })
    .optional(),
})

const descriptor = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        type: z.enum(['Generic', 'Header', 'RemoteAddress', 'Path']),
        header: z.string().optional(),
        generic: z.strictObject({ key: z.string(), value: z.string() }).optional(),
      }),
    )
    .min(1),
})

const trafficPolicy = z.strictObject({
  ...targets,
  acl: z
    .strictObject({
      defaultAction: z.enum(['allow', 'deny']),
      rules: z
        .array(z.strictObject({ name: z.string().optional(), action: z.enum(['allow', 'deny']), cidrs }))
        .optional(),
      denyResponse: z.strictObject({ statusCode: z.int().optional() }).optional(),
    })
    .optional(),
  extAuth: z
    .strictObject({ extensionRef: extensionReference.optional(), disable: z.strictObject({}).optional() })
    .optional(),
  jwtAuth: z
    .strictObject({ extensionRef: extensionReference.optional(), disable: z.strictObject({}).optional() })
    .optional(),
  rbac: z
    .strictObject({
      action: z.enum(['Allow', 'Deny']).optional(),
      policy: z.strictObject({ matchExpressions: texts }),
    })
    .optional(),
  headerModifiers: z
    .strictObject({ request: headerModifier.optional(), response: headerModifier.optional() })
    .optional(),
  transformation: z
    .strictObject({ request: transformation.optional(), response: transformation.optional() })
    .optional(),
  rateLimit: z
    .strictObject({
      local: z
        .strictObject({
          tokenBucket: z.strictObject({
            maxTokens: z.int().min(1),
            tokensPerFill: z.int().min(1).optional(),
            fillInterval: duration,
          }),
        })
        .optional(),
      global: z.strictObject({ descriptors: z.array(descriptor).min(1), extensionRef: extensionReference }).optional(),
    })
    .optional(),
})

const jwtProvider = z.strictObject({
  name: z.string(),
  issuer: z.string().optional(),
  audiences: texts.optional(),
  forwardToken: z.boolean().optional(),
  tokenSource: z
    .strictObject({ header: z.strictObject({ header: z.string(), prefix: z.string().optional() }) })
    .optional(),
  claimsToHeaders: z.array(z.strictObject({ name: z.string(), header: z.string() })).optional(),
  jwks: z.strictObject({
    local: z
      .strictObject({ inline: z.string().optional(), configMapRef: z.strictObject({ name }).optional() })
      .optional(),
  }),
})

const gatewayExtension = z.strictObject({
  type: z.enum(['ExtAuth', 'ExtProc', 'RateLimit', 'JWT', 'OAuth2']).optional(),
  jwt: z
    .strictObject({
      validationMode: z.enum(['Strict', 'AllowMissing']).optional(),
      providers: z.array(jwtProvider).min(1).max(32),
    })
    .optional(),
  extAuth: z
    .strictObject({
      grpcService: z
        .strictObject({
          backendRef: backendReference,
          authority: z.string().optional(),
          requestTimeout: duration.optional(),
        })
        .optional(),
      failOpen: z.boolean().optional(),
      clearRouteCache: z.boolean().optional(),
      headersToForward: texts.optional(),
      statusOnError: z.int().optional(),
    })
    .optional(),
})

const gatewayParameters = z.strictObject({
  kube: z.strictObject({
    deployment: z.strictObject({ replicas: z.int().optional() }).optional(),
    envoyContainer: z
      .strictObject({
        bootstrap: z.strictObject({ enableReadinessProbeProxyProtocol: z.boolean().optional() }).optional(),
      })
      .optional(),
    podTemplate: z.strictObject({ extraLabels: freeMap.optional(), extraAnnotations: freeMap.optional() }).optional(),
    service: z
      .strictObject({
        type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']).optional(),
        externalTrafficPolicy: z.enum(['Local', 'Cluster']).optional(),
        extraAnnotations: annotations.optional(),
        extraLabels: freeMap.optional(),
        loadBalancerClass: z.string().optional(),
        loadBalancerSourceRanges: cidrs.optional(),
      })
      .optional(),
  }),
})

const backendConfigPolicy = z.strictObject({
  targetRefs: z.array(z.strictObject({ group: z.string(), kind: z.string(), name })).min(1),
  upstreamProxyProtocol: z.strictObject({ version: z.enum(['V1', 'V2']) }).optional(),
  connectTimeout: duration.optional(),
})

export const KGATEWAY = {
  'gateway.kgateway.dev/v1alpha1/ListenerPolicy': { spec: listenerPolicy },
  'gateway.kgateway.dev/v1alpha1/TrafficPolicy': { spec: trafficPolicy },
  'gateway.kgateway.dev/v1alpha1/GatewayExtension': { spec: gatewayExtension },
  'gateway.kgateway.dev/v1alpha1/GatewayParameters': { spec: gatewayParameters },
  'gateway.kgateway.dev/v1alpha1/BackendConfigPolicy': { spec: backendConfigPolicy },
}
