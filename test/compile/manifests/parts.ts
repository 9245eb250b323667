import * as z from 'zod'

/** A name as Kubernetes takes it: lower case, digits, `-` and `.`. */
export const name = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/)
export const port = z.int().min(1).max(65_535)
export const texts = z.array(z.string()).min(1)
export const cidr = z.union([z.cidrv4(), z.cidrv6()])
export const cidrs = z.array(cidr).min(1)
/** Go's form, as Kubernetes and Gateway API take it. */
export const duration = z.string().regex(/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/)
export const freeMap = z.record(z.string().min(1), z.string())

export const labelSelector = z.strictObject({
  matchLabels: freeMap.optional(),
  matchExpressions: z
    .array(z.strictObject({ key: z.string(), operator: z.string(), values: texts.optional() }))
    .optional(),
})

export const header = z.strictObject({ name: z.string().min(1), value: z.string() })
/** How Gateway API and most of its policies change headers. */
export const headerModifier = z.strictObject({
  set: z.array(header).optional(),
  add: z.array(header).optional(),
  remove: texts.optional(),
})

export const localReference = z.strictObject({ group: z.string(), kind: z.string(), name })
export const policyTargets = z.array(
  z.strictObject({ group: z.string(), kind: z.string(), name, sectionName: name.optional() }),
)
export const backendReference = z.strictObject({
  group: z.string().optional(),
  kind: z.string().optional(),
  name,
  namespace: name.optional(),
  port: port.optional(),
  weight: z.int().min(0).optional(),
})

export const ENVOY_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'] as const
