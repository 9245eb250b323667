import * as z from 'zod'
import { VERSION } from './version.ts'

const label = z
  .string()
  .regex(/^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
  .meta({ description: 'A DNS label of at most 40 characters.' })
const prefixes = z.array(z.string()).min(1)
const product = z.string().min(1).max(64)
const version = z.string().regex(VERSION)

/** A hop written out: its product, and what is otherwise than usual about it. */
export const hopSchema = z.strictObject({
  product: product.meta({ description: 'A name that the path may hold: see `ipseal compile --list`.' }),
  version: version.optional(),
  ranges: z.union([z.string(), prefixes]).optional().meta({ description: 'From where it connects to the next hop.' }),
  layer: z.literal([4, 7]).optional(),
  sourceNat: z.boolean().optional(),
  appendsForwardedFor: z.boolean().optional(),
  sendsProxy: z.enum(['none', 'v1', 'v2']).optional(),
  trafficPolicy: z.enum(['Local', 'Cluster']).optional(),
  targets: z.enum(['pods', 'nodes']).optional(),
  verifies: z.union([z.boolean(), z.enum(['native', 'forward-auth', 'none'])]).optional(),
  service: label.optional(),
  port: z.int().min(1).max(65_535).optional(),
})

/** The shape of `ipseal.topology.json`. What one value alone cannot tell is checked in `readTopology`. */
export const topologySchema = z.strictObject({
  $schema: z.string().optional(),
  name: label,
  namespace: label.default('default'),
  path: z
    .union([
      z.string().min(1).max(512),
      z
        .array(z.union([product, hopSchema]))
        .min(2)
        .max(16),
    ])
    .meta({
      description: 'From the edge to the application: "cloudflare -> aws-nlb -> istio@1.30 -> app", or a list.',
    }),
  exposure: z.enum(['public', 'internal']).default('public'),
  tls: z.enum(['terminated', 'passthrough']).default('terminated'),
  hosts: z
    .array(z.string().regex(/^(?:\*|(?:\*\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)$/))
    .min(1)
    .default(['*']),
  origin: z.string().max(512).optional().meta({
    description: 'How the edge reaches the load balancer: scheme, host and port, such as https://origin.example.com.',
  }),
  loadBalancerRanges: prefixes.optional().meta({
    description: 'From where load balancers connect whose hop does not say so: the prefixes of their subnets.',
  }),
  assertion: z.strictObject({
    issuer: z.string().max(512),
    audience: z
      .string()
      // What is empty is told once.
      .min(1, { abort: true })
      .max(256)
      // It is written into files of many languages, some of which end a line at characters that others print.
      .regex(/^[!-~](?:[ -~]*[!-~])?$/)
      .meta({ description: 'This origin, as the edge calls it: printable ASCII.' }),
    jwks: z.string().min(1).max(2048).meta({ description: 'The public key set: a file, or an https URL.' }),
    bind: z.enum(['none', 'host', 'request']).default('none'),
    prefix: z.enum(['', 'Bearer ']).default(''),
    ttlSeconds: z.int().min(15).max(300).default(60),
  }),
  exempt: z
    .array(
      z.strictObject({ method: z.string().regex(/^[A-Z]{1,32}$/), path: z.string().regex(/^\/[A-Za-z0-9._~/-]*$/) }),
    )
    .max(16)
    .default([]),
  verifier: z
    .strictObject({ service: label.default('ipseal-verifier'), namespace: label.default('ipseal') })
    .prefault({}),
})

export type TopologyDocument = z.infer<typeof topologySchema>
export type HopDocument = z.infer<typeof hopSchema>
