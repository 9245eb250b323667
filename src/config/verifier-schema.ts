import * as z from 'zod'

const port = z.int().min(0).max(65_535).meta({ description: '0 takes a free one, which the log names.' })
const host = z
  .string()
  .regex(/^[A-Za-z0-9.:_-]{1,255}$/)
  .optional()
  .meta({ description: 'The address to listen on; all of them if left out.' })
const behindProxy = z
  .boolean()
  .default(false)
  .meta({ description: 'Every connection has to begin with a PROXY header.' })
const seconds = (most: number) => z.number().min(0.1).max(most)
const prefixes = z.array(z.string()).min(1)

/** As `createVerifier` takes them: the reasons are there. */
const exemption = z.strictObject({
  method: z.string().regex(/^[A-Z][A-Z0-9_-]{0,31}$/),
  path: z.string().regex(/^\/[^\s?#*\\]*$/),
})

const output = z.strictObject({
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/)
    .meta({ description: 'Letters, digits and hyphens.' }),
  value: z.enum(['ip', 'via']).default('ip'),
})

const proxyProtocol = z.strictObject({
  senders: prefixes.meta({ description: 'Prefixes of the load balancers; every other connection is closed.' }),
  headerTimeoutSeconds: z.number().min(0.1).max(3600).default(5),
  maxHeaderBytes: z.int().min(52).max(65_551).default(4096),
  maxWaiting: z.int().min(1).max(1_000_000).default(1024),
  crc: z.enum(['verify', 'ignore', 'require']).default('verify'),
  sources: z
    .union([z.string(), prefixes])
    .optional()
    .meta({ description: 'Whose addresses the headers may name: a provider such as "cloudflare", or prefixes.' }),
})

const forwardAuthSchema = z.strictObject({
  port,
  host,
  dialect: z
    .enum(['nginx', 'traefik', 'caddy', 'envoy', 'none'])
    .meta({ description: 'How the gateway says what it asks about. "none": it says nothing that can be believed.' }),
  pathPrefix: z
    .string()
    .regex(/^(?:\/[A-Za-z0-9._~-]+)+$/)
    .optional()
    .meta({ description: 'With "envoy": what its path_prefix puts in front of the path.' }),
  proxyProtocol: behindProxy,
})

const sidecarSchema = z.strictObject({
  port,
  host,
  upstream: z.string().meta({ description: 'The application: http://host:port, or unix:/path of its socket.' }),
  upstreamTimeoutSeconds: seconds(3600).default(60),
  idleTimeoutSeconds: seconds(86_400).default(300),
  proxyProtocol: behindProxy,
})

const tcpSchema = z.strictObject({
  port,
  host,
  upstream: z
    .string()
    .regex(/^[A-Za-z0-9._:[\]-]{1,255}:[1-9][0-9]{0,4}$/)
    .meta({ description: 'host:port, an IPv6 address in brackets.' }),
  sendProxy: z.enum(['none', 'v1', 'v2']).default('none'),
  connectTimeoutSeconds: seconds(3600).default(5),
  idleTimeoutSeconds: seconds(86_400).default(600),
})

const placeSchema = z.strictObject({ port, host })

/** The shape of `ipseal.verifier.json`. What one value alone cannot tell is checked in `readVerifierDocument`. */
export const verifierSchema = z.strictObject({
  $schema: z.string().optional(),
  issuer: z.string().max(512).meta({ description: 'The edge, as in its configuration.' }),
  audience: z.string().min(1).max(256).meta({ description: 'This origin, as the edge calls it.' }),
  jwks: z.string().min(1).max(2048).meta({ description: 'The public key set: a file, or an https URL.' }),
  mode: z.enum(['enforce', 'observe']).default('enforce'),
  bind: z.enum(['none', 'host', 'request']).default('none'),
  exempt: z.array(exemption).default([]),
  outputs: z
    .array(output)
    .min(1)
    .default([{ header: 'X-Client-IP', value: 'ip' }]),
  proxyProtocol: proxyProtocol.optional(),
  listen: z.strictObject({
    forwardAuth: forwardAuthSchema.optional(),
    extAuthz: placeSchema.optional(),
    sidecar: sidecarSchema.optional(),
    tcp: z.array(tcpSchema).default([]),
    health: placeSchema.optional(),
  }),
  limits: z
    .strictObject({
      maxConnections: z.int().min(1).max(1_000_000).default(4096).meta({ description: 'For each listener.' }),
      drainSeconds: z.number().min(0).max(3600).default(20),
    })
    .prefault({}),
  privacy: z.strictObject({ logAddress: z.enum(['truncated', 'full']).default('truncated') }).prefault({}),
})

export type VerifierDocument = z.infer<typeof verifierSchema>
export type ListenDocument = VerifierDocument['listen']
