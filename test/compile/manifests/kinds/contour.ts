import * as z from 'zod'
import { cidr, duration, header, name, port, texts } from '../parts.ts'

const headersPolicy = z.strictObject({ set: z.array(header).optional(), remove: texts.optional() })
const services = z
  .array(
    z.strictObject({
      name,
      port,
      protocol: z.enum(['h2', 'h2c', 'tls']).optional(),
      weight: z.int().optional(),
      requestHeadersPolicy: headersPolicy.optional(),
    }),
  )
  .min(1)
const source = z.array(z.strictObject({ cidr, source: z.enum(['Peer', 'Remote']) })).optional()
const localLimit = z.strictObject({
  requests: z.int().min(1),
  unit: z.enum(['second', 'minute', 'hour']),
  burst: z.int().optional(),
  responseStatusCode: z.int().optional(),
})

const httpProxy = z.strictObject({
  ingressClassName: name.optional(),
  virtualhost: z
    .strictObject({
      fqdn: z.string(),
      tls: z
        .strictObject({
          secretName: z.string().optional(),
          passthrough: z.boolean().optional(),
          minimumProtocolVersion: z.string().optional(),
        })
        .optional(),
      authorization: z
        .strictObject({
          extensionRef: z.strictObject({
            apiVersion: z.string().optional(),
            name,
            namespace: name.optional(),
          }),
          authPolicy: z.strictObject({ disabled: z.boolean().optional() }).optional(),
          responseTimeout: duration.optional(),
          failOpen: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
  routes: z
    .array(
      z.strictObject({
        conditions: z
          .array(
            z.strictObject({
              prefix: z.string().optional(),
              exact: z.string().optional(),
              header: z
                .strictObject({ name: z.string(), exact: z.string().optional(), present: z.boolean().optional() })
                .optional(),
            }),
          )
          .optional(),
        services,
        authPolicy: z.strictObject({ disabled: z.boolean().optional() }).optional(),
        enableWebsockets: z.boolean().optional(),
        requestHeadersPolicy: headersPolicy.optional(),
        rateLimitPolicy: z.strictObject({ local: localLimit.optional() }).optional(),
        ipAllowPolicy: source,
        ipDenyPolicy: source,
      }),
    )
    .optional(),
  tcpproxy: z.strictObject({ services }).optional(),
})

const extensionService = z.strictObject({
  protocol: z.enum(['http/1.1', 'h2', 'h2c']).optional(),
  services: z.array(z.strictObject({ name, port, weight: z.int().optional() })).min(1),
  timeoutPolicy: z.strictObject({ response: z.string().optional(), idle: z.string().optional() }).optional(),
})

const contourConfiguration = z.strictObject({
  envoy: z
    .strictObject({
      listener: z.strictObject({ useProxyProtocol: z.boolean().optional() }).optional(),
      network: z.strictObject({ numTrustedHops: z.int().min(0).optional() }).optional(),
      logging: z
        .strictObject({
          accessLogFormat: z.enum(['envoy', 'json']).optional(),
          accessLogJSONFields: texts.optional(),
          accessLogFormatString: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
})

export const CONTOUR = {
  'projectcontour.io/v1/HTTPProxy': { spec: httpProxy },
  'projectcontour.io/v1alpha1/ExtensionService': { spec: extensionService },
  'projectcontour.io/v1alpha1/ContourConfiguration': { spec: contourConfiguration },
}
