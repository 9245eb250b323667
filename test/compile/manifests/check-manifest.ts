import * as z from 'zod'
import { annotations } from './annotations.ts'
import { AWS } from './kinds/aws.ts'
import { CILIUM } from './kinds/cilium.ts'
import { CONTOUR } from './kinds/contour.ts'
import { CORE } from './kinds/core.ts'
import { ENVOY_GATEWAY } from './kinds/envoy-gateway.ts'
import { GATEWAY_API } from './kinds/gateway-api.ts'
import { ISTIO } from './kinds/istio.ts'
import { KGATEWAY } from './kinds/kgateway.ts'
import { NGINX_KINDS, unknownKeys } from './kinds/nginx.ts'
import { TRAEFIK } from './kinds/traefik.ts'
import { freeMap, name } from './parts.ts'

type Shape = Readonly<Record<string, z.ZodType>>

const SHAPES: Readonly<Record<string, Shape>> = {
  ...CORE,
  ...GATEWAY_API,
  ...ISTIO,
  ...ENVOY_GATEWAY,
  ...KGATEWAY,
  ...AWS,
  ...NGINX_KINDS,
  ...CONTOUR,
  ...CILIUM,
  ...TRAEFIK,
}

const metadata = z.strictObject({
  name,
  namespace: name.optional(),
  labels: freeMap.optional(),
  annotations: annotations.optional(),
})

const KINDS: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries(SHAPES).map(([key, shape]) => {
    const kind = key.slice(key.lastIndexOf('/') + 1)
    const apiVersion = key.slice(0, key.lastIndexOf('/'))
    return [key, z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), metadata, ...shape })]
  }),
)

/** What is wrong with a Kubernetes object: fields that its kind has not, values of another type, a kind nobody knows. */
export function manifestFaults(manifest: unknown): readonly string[] {
  const { apiVersion, kind } = z.looseObject({ apiVersion: z.string(), kind: z.string() }).parse(manifest)
  const schema = KINDS.get(`${apiVersion}/${kind}`)
  if (schema === undefined) return [`no schema for ${apiVersion} ${kind}: write one in test/compile/manifests/kinds`]
  const result = schema.safeParse(manifest)
  const faults = result.success ? configMapFaults(manifest) : result.error.issues.map(describeIssue)
  return faults.map((fault) => `${kind} ${fault}`)
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.')}: ${message}`
}

const configMap = z.looseObject({
  kind: z.literal('ConfigMap'),
  metadata: z.looseObject({ name: z.string() }),
  data: z.record(z.string(), z.unknown()),
})

function configMapFaults(manifest: unknown): readonly string[] {
  const { success, data: parsed } = configMap.safeParse(manifest)
  if (!success) return []
  return unknownKeys(parsed.metadata.name, parsed.data).map((key) => `data.${key}: no controller reads this`)
}
