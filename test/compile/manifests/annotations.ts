import { parse } from 'yaml'
import * as z from 'zod'
import { LOAD_BALANCER_ANNOTATIONS } from '../load-balancer-annotations.ts'
import { INGRESS_ANNOTATIONS } from './kinds/nginx.ts'

/** Annotations of others that controllers read: an unknown one is ignored in silence, so each is named here. */
const OTHERS = ['proxy.istio.io/config', ...INGRESS_ANNOTATIONS]

const KNOWN = new Set([...Object.values(LOAD_BALANCER_ANNOTATIONS).flatMap(({ keys }) => keys), ...OTHERS])

/** ProxyConfig of Istio, which the API server takes for a text and Istio for nothing if it is misspelt. */
const proxyConfig = z.strictObject({
  gatewayTopology: z
    .strictObject({
      numTrustedProxies: z.int().min(0).optional(),
      proxyProtocol: z.strictObject({}).optional(),
      forwardClientCertDetails: z.string().optional(),
    })
    .optional(),
  proxyHeaders: z.strictObject({ envoyDebugHeaders: z.strictObject({ disabled: z.boolean() }).optional() }).optional(),
})

/** Texts under names that some controller knows; keys may end in a port where the controller's may. */
export const annotations = z.record(z.string(), z.string()).check(({ value, issues }) => {
  for (const [key, text] of Object.entries(value)) {
    if (!isKnown(key)) issues.push({ code: 'custom', input: value, path: [key], message: 'no controller reads this' })
    if (key !== 'proxy.istio.io/config') continue
    const config = proxyConfig.safeParse(parse(text))
    if (!config.success) issues.push({ code: 'custom', input: value, path: [key], message: config.error.message })
  }
})

function isKnown(key: string): boolean {
  return KNOWN.has(key) || KNOWN.has(key.replace(/[.-]\d+$/, ''))
}
