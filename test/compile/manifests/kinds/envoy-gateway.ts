import * as z from 'zod'
import {
  backendReference,
  cidrs,
  duration,
  ENVOY_METHODS,
  headerModifier,
  localReference,
  policyTargets,
  port,
  texts,
} from '../parts.ts'
import { envoyProxy } from './envoy-proxy.ts'

const targets = { targetRefs: policyTargets.min(1) }

const earlyHeaders = headerModifier.extend({
  addIfAbsent: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
  removeOnMatch: z
    .array(
      z.strictObject({
        type: z.enum(['Exact', 'Prefix', 'Suffix', 'RegularExpression']).optional(),
        value: z.string(),
      }),
    )
    .optional(),
})
const forwardedFor = z.strictObject({
  numTrustedHops: z.int().min(0).optional(),
  trustedCIDRs: cidrs.optional(),
  disableXForwardedForAppend: z.boolean().optional(),
})

/** Its CRD lets one of the ways to find the client stand, and so does this. */
const detection = z.union([
  z.strictObject({ xForwardedFor: forwardedFor }),
  z.strictObject({ customHeader: z.strictObject({ name: z.string(), failClosed: z.boolean().optional() }) }),
  z.strictObject({ directSourceIP: z.strictObject({}) }),
])

const clientTrafficPolicy = z.strictObject({
  ...targets,
  clientIPDetection: detection.optional(),
  proxyProtocol: z.strictObject({ optional: z.boolean().optional() }).optional(),
  headers: z
    .strictObject({
      earlyRequestHeaders: earlyHeaders.optional(),
      enableEnvoyHeaders: z.boolean().optional(),
      disableRateLimitHeaders: z.boolean().optional(),
      withUnderscoresAction: z.enum(['Allow', 'RejectRequest', 'DropHeader']).optional(),
    })
    .optional(),
  path: z
    .strictObject({
      disableMergeSlashes: z.boolean().optional(),
      escapedSlashesAction: z
        .enum(['KeepUnchanged', 'RejectRequest', 'UnescapeAndForward', 'UnescapeAndRedirect'])
        .optional(),
    })
    .optional(),
  healthCheck: z.strictObject({ path: z.string() }).optional(),
})

const rule = z.strictObject({
  name: z.string().optional(),
  action: z.enum(['Allow', 'Deny']),
  cel: z.string().optional(),
  operation: z
    .strictObject({
      methods: z.array(z.enum(ENVOY_METHODS)).optional(),
      path: z
        .strictObject({
          type: z.enum(['Exact', 'PathPrefix', 'RegularExpression']).optional(),
          value: z.string(),
          invert: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
  principal: z
    .strictObject({
      clientCIDRs: cidrs.optional(),
      headers: z.array(z.strictObject({ name: z.string(), values: texts })).optional(),
      jwt: z
        .strictObject({
          provider: z.string(),
          scopes: texts.optional(),
          claims: z
            .array(
              z.strictObject({
                name: z.string(),
                valueType: z.enum(['String', 'StringArray']).optional(),
                values: texts,
              }),
            )
            .optional(),
        })
        .optional(),
    })
    .optional(),
})

const jwtProvider = z.strictObject({
  name: z.string(),
  issuer: z.string().optional(),
  audiences: texts.optional(),
  localJWKS: z
    .strictObject({
      type: z.enum(['Inline', 'ValueRef']),
      inline: z.string().optional(),
      valueRef: localReference.optional(),
    })
    .optional(),
  remoteJWKS: z.strictObject({ uri: z.url(), cacheDuration: duration.optional() }).optional(),
  extractFrom: z
    .strictObject({ headers: z.array(z.strictObject({ name: z.string(), valuePrefix: z.string().optional() })) })
    .optional(),
  claimToHeaders: z.array(z.strictObject({ claim: z.string(), header: z.string() })).optional(),
  recomputeRoute: z.boolean().optional(),
})

const securityPolicy = z.strictObject({
  ...targets,
  mergeType: z.enum(['StrategicMerge', 'JSONMerge', 'Replace']).optional(),
  jwt: z.strictObject({ optional: z.boolean().optional(), providers: z.array(jwtProvider).min(1) }).optional(),
  authorization: z
    .strictObject({ defaultAction: z.enum(['Allow', 'Deny']).optional(), rules: z.array(rule).optional() })
    .optional(),
  extAuth: z
    .strictObject({
      failOpen: z.boolean().optional(),
      headersToExtAuth: texts.optional(),
      recomputeRoute: z.boolean().optional(),
      statusOnError: z.int().optional(),
      timeout: duration.optional(),
      grpc: z.strictObject({ backendRefs: z.array(backendReference).min(1) }).optional(),
      http: z
        .strictObject({
          backendRefs: z.array(backendReference).min(1),
          headersToBackend: texts.optional(),
          path: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
})

const clientSelector = z.strictObject({
  headers: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.enum(['Exact', 'RegularExpression', 'Distinct']).optional(),
        value: z.string().optional(),
        invert: z.boolean().optional(),
      }),
    )
    .optional(),
  sourceCIDR: z
    .strictObject({ type: z.enum(['Exact', 'Distinct']).optional(), value: z.string(), invert: z.boolean().optional() })
    .optional(),
})
const limitRules = z.array(
  z.strictObject({
    clientSelectors: z.array(clientSelector).optional(),
    limit: z.strictObject({
      requests: z.int().min(1),
      unit: z.enum(['Second', 'Minute', 'Hour', 'Day', 'Week', 'Month', 'Year']),
    }),
    shared: z.boolean().optional(),
  }),
)

const backendTrafficPolicy = z.strictObject({
  ...targets,
  mergeType: z.enum(['StrategicMerge', 'JSONMerge', 'Replace']).optional(),
  proxyProtocol: z.strictObject({ version: z.enum(['V1', 'V2']) }).optional(),
  rateLimit: z
    .strictObject({
      type: z.enum(['Global', 'Local']),
      global: z.strictObject({ rules: limitRules }).optional(),
      local: z.strictObject({ rules: limitRules }).optional(),
    })
    .optional(),
})

const extensionPolicy = z.strictObject({
  ...targets,
  lua: z
    .array(
      z.strictObject({
        type: z.enum(['Inline', 'ValueRef']),
        inline: z.string().optional(),
        valueRef: localReference.optional(),
      }),
    )
    .min(1),
})

export const ENVOY_GATEWAY = {
  'gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy': { spec: clientTrafficPolicy },
  'gateway.envoyproxy.io/v1alpha1/SecurityPolicy': { spec: securityPolicy },
  'gateway.envoyproxy.io/v1alpha1/BackendTrafficPolicy': { spec: backendTrafficPolicy },
  'gateway.envoyproxy.io/v1alpha1/EnvoyProxy': { spec: envoyProxy },
  'gateway.envoyproxy.io/v1alpha1/EnvoyExtensionPolicy': { spec: extensionPolicy },
  'gateway.envoyproxy.io/v1alpha1/Backend': {
    spec: z.strictObject({
      endpoints: z.array(z.strictObject({ fqdn: z.strictObject({ hostname: z.string(), port }) })).min(1),
    }),
  },
}
