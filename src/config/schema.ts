import * as z from 'zod'

const HEADER_NAME = /^[A-Za-z0-9-]{1,64}$/
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const headerName = z.string().regex(HEADER_NAME).meta({ description: 'Letters, digits and hyphens.' })
const name = z.string().regex(NAME)
const audience = z.string().min(1).max(256)
const prefixes = z.array(z.string()).min(1)

export const trustSchema = z.strictObject({
  name: name.meta({ description: 'How entries of "headers" refer to the group.' }),
  ranges: z.union([z.string(), prefixes]).meta({
    description: 'A provider such as "cloudflare", a private "list:name", own prefixes, or "any" for whoever connects.',
  }),
  clients: prefixes.optional().meta({ description: 'Prefixes inside an own group that are always clients.' }),
  proof: z
    .strictObject({ header: headerName, secret: name })
    .optional()
    .meta({ description: 'A header that must equal the named secret; tells your tenant of a CDN from any other.' }),
  tenants: z.literal('any').optional().meta({ description: 'Knowingly trust every tenant of these ranges.' }),
  proxyProtocol: z.boolean().default(false).meta({ description: 'Members must send a PROXY protocol header.' }),
})

export const headerSchema = z.strictObject({
  name: headerName,
  format: z.enum(['address', 'address-port', 'x-forwarded-for', 'forwarded']).optional(),
  from: z.array(z.string()).min(1).meta({ description: 'The groups that may speak through the header.' }),
  optional: z.boolean().default(false),
  hops: z.int().min(1).max(64).optional().meta({ description: 'Take the n-th entry from the right.' }),
  ports: z.enum(['never', 'optional', 'always']).optional(),
  acceptClientWritable: z.boolean().default(false),
})

export const originSchema = z.strictObject({
  match: z.string().meta({ description: '"*", a host name, or "*." and a domain. The first match wins.' }),
  url: z.string().meta({ description: 'Scheme, host and port of the origin.' }),
  audience: audience.optional(),
  timeoutSeconds: z.number().min(0.1).max(300).default(30),
})

const assertionSchema = z.strictObject({
  alg: z.enum(['ES256', 'HS256', 'EdDSA']).default('ES256'),
  ttlSeconds: z.int().min(15).max(300).default(60),
  bind: z.enum(['none', 'host', 'request']).default('none'),
  prefix: z.enum(['', 'Bearer ']).default(''),
})

export const rangesSchema = z.strictObject({
  signedBy: z
    .strictObject({ keys: z.array(z.looseObject({})).min(1) })
    .optional()
    .meta({
      description: 'Public keys, as `ipseal keys jwks` prints them; a stored list has to be signed by one of them.',
    }),
  onStale: z
    .enum(['keep', 'refuse'])
    .default('keep')
    .meta({ description: 'What to do once nobody has confirmed a list for 72 hours.' }),
})

const resolution = {
  trust: z.array(trustSchema),
  headers: z.array(headerSchema),
  maxHops: z.int().min(1).max(64).default(16).meta({ description: 'Addresses on a path, peer and client included.' }),
  ownZones: z.array(z.string().regex(/^[A-Za-z0-9.-]{1,253}$/)).default([]),
  pseudoIPv4: z.enum(['refuse', 'read-ipv6']).default('refuse'),
}

/** The shape of `ipseal.config.json`. What one value alone cannot tell is checked beside it, in `checkTrust` and its kin. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  issuer: z.string().max(512).meta({ description: 'The edge as an absolute https URL.' }),
  audience: audience.meta({ description: 'The origin that a seal is for.' }),
  ...resolution,
  peer: z.literal('alb-append').optional().meta({ description: 'Where an ALB in front of Lambda writes the peer.' }),
  origins: z.array(originSchema).default([]),
  assertion: assertionSchema.prefault({}),
  onRefusal: z.enum(['refuse', 'forward-unsealed']).default('refuse'),
  wellKnownPath: z
    .string()
    .regex(/^(?:\/\.*[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/)
    .default('/.well-known/ipseal'),
  privacy: z.strictObject({ logAddress: z.enum(['truncated', 'full', 'pseudonym']).default('truncated') }).prefault({}),
  ranges: rangesSchema.optional().meta({ description: 'What is asked of lists out of the store in IPSEAL_RANGES.' }),
  shadow: z.strictObject(resolution).optional(),
})

export type ConfigDocument = z.infer<typeof configSchema>
export type TrustDocument = z.infer<typeof trustSchema>
export type RangesDocument = z.infer<typeof rangesSchema>
export type HeaderDocument = z.infer<typeof headerSchema>
export type OriginDocument = z.infer<typeof originSchema>
