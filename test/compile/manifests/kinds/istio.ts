import * as z from 'zod'
import { cidrs, freeMap, name, port, texts } from '../parts.ts'

const target = z.strictObject({ group: z.string().optional(), kind: z.string(), name, namespace: name.optional() })
/** What a policy applies to: named objects, or pods by their labels. */
const applies = {
  targetRefs: z.array(target).max(16).optional(),
  selector: z.strictObject({ matchLabels: freeMap }).optional(),
}

const requestAuthentication = z.strictObject({
  ...applies,
  jwtRules: z
    .array(
      z.strictObject({
        issuer: z.string(),
        audiences: texts.optional(),
        jwks: z.string().optional(),
        jwksUri: z.url().optional(),
        fromHeaders: z
          .array(z.strictObject({ name: z.string(), prefix: z.string().optional() }))
          .min(1)
          .optional(),
        forwardOriginalToken: z.boolean().optional(),
        outputPayloadToHeader: z.string().optional(),
        outputClaimToHeaders: z.array(z.strictObject({ header: z.string(), claim: z.string() })).optional(),
        timeout: z.string().optional(),
      }),
    )
    .min(1),
})

const source = z.strictObject({
  requestPrincipals: texts.optional(),
  notRequestPrincipals: texts.optional(),
  principals: texts.optional(),
  namespaces: texts.optional(),
  ipBlocks: cidrs.optional(),
  notIpBlocks: cidrs.optional(),
  remoteIpBlocks: cidrs.optional(),
  notRemoteIpBlocks: cidrs.optional(),
})
const operation = z.strictObject({
  hosts: texts.optional(),
  methods: texts.optional(),
  notMethods: texts.optional(),
  paths: texts.optional(),
  notPaths: texts.optional(),
  ports: texts.optional(),
})
const condition = z.strictObject({ key: z.string(), values: texts.optional(), notValues: texts.optional() })

const authorizationPolicy = z.strictObject({
  ...applies,
  action: z.enum(['ALLOW', 'DENY', 'AUDIT', 'CUSTOM']).optional(),
  provider: z.strictObject({ name: z.string() }).optional(),
  rules: z
    .array(
      z.strictObject({
        from: z.array(z.strictObject({ source })).min(1).optional(),
        to: z.array(z.strictObject({ operation })).min(1).optional(),
        when: z.array(condition).min(1).optional(),
      }),
    )
    .optional(),
})

const namedFilter = z.strictObject({ name: z.string(), subFilter: z.strictObject({ name: z.string() }).optional() })
const envoyFilter = z.strictObject({
  ...applies,
  selector: z.undefined().optional(),
  workloadSelector: z.strictObject({ labels: freeMap }).optional(),
  priority: z.int().optional(),
  configPatches: z
    .array(
      z.strictObject({
        applyTo: z.enum([
          'LISTENER',
          'FILTER_CHAIN',
          'NETWORK_FILTER',
          'HTTP_FILTER',
          'ROUTE_CONFIGURATION',
          'VIRTUAL_HOST',
          'HTTP_ROUTE',
          'CLUSTER',
          'LISTENER_FILTER',
        ]),
        match: z
          .strictObject({
            context: z.enum(['ANY', 'GATEWAY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND', 'WAYPOINT']).optional(),
            proxy: z.strictObject({ proxyVersion: z.string() }).optional(),
            listener: z
              .strictObject({
                name: z.string().optional(),
                portNumber: port.optional(),
                listenerFilter: z.string().optional(),
                filterChain: z.strictObject({ filter: namedFilter.optional(), sni: z.string().optional() }).optional(),
              })
              .optional(),
            routeConfiguration: z
              .strictObject({
                name: z.string().optional(),
                vhost: z
                  .strictObject({ name: z.string().optional(), route: z.strictObject({ name: z.string() }).optional() })
                  .optional(),
              })
              .optional(),
            cluster: z
              .strictObject({
                name: z.string().optional(),
                service: z.string().optional(),
                portNumber: port.optional(),
              })
              .optional(),
          })
          .optional(),
        patch: z.strictObject({
          operation: z.enum(['MERGE', 'ADD', 'REMOVE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST', 'REPLACE']),
          filterClass: z.enum(['UNSPECIFIED', 'AUTHN', 'AUTHZ', 'STATS']).optional(),
          // Envoy's own configuration, which the live tests start.
          value: z.unknown().optional(),
        }),
      }),
    )
    .min(1),
})

const destinationRule = z.strictObject({
  host: z.string(),
  trafficPolicy: z
    .strictObject({
      proxyProtocol: z.strictObject({ version: z.enum(['V1', 'V2']) }).optional(),
      tls: z
        .strictObject({ mode: z.enum(['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL']), sni: z.string().optional() })
        .optional(),
    })
    .optional(),
})

const telemetry = z.strictObject({
  ...applies,
  accessLogging: z
    .array(
      z.strictObject({
        providers: z.array(z.strictObject({ name: z.string() })).optional(),
        disabled: z.boolean().optional(),
        filter: z.strictObject({ expression: z.string() }).optional(),
      }),
    )
    .optional(),
})

export const ISTIO = {
  'security.istio.io/v1/RequestAuthentication': { spec: requestAuthentication },
  'security.istio.io/v1/AuthorizationPolicy': { spec: authorizationPolicy },
  'security.istio.io/v1/PeerAuthentication': {
    spec: z.strictObject({
      selector: z.strictObject({ matchLabels: freeMap }).optional(),
      mtls: z.strictObject({ mode: z.enum(['STRICT', 'PERMISSIVE', 'DISABLE']) }).optional(),
    }),
  },
  'networking.istio.io/v1alpha3/EnvoyFilter': { spec: envoyFilter },
  'networking.istio.io/v1/DestinationRule': { spec: destinationRule },
  'telemetry.istio.io/v1/Telemetry': { spec: telemetry },
}
