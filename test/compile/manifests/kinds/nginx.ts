import * as z from 'zod'
import { cidrs, name, policyTargets, port } from '../parts.ts'

const address = z.strictObject({ type: z.enum(['CIDR', 'IPAddress', 'Hostname']), value: z.string() })

const nginxProxy = z.strictObject({
  ipFamily: z.enum(['dual', 'ipv4', 'ipv6']).optional(),
  disableHTTP2: z.boolean().optional(),
  disableBaseHeaders: z
    .array(z.enum(['*', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'X-Forwarded-Port', 'X-Real-IP']))
    .optional(),
  rewriteClientIP: z
    .strictObject({
      mode: z.enum(['ProxyProtocol', 'XForwardedFor']).optional(),
      setIPRecursively: z.boolean().optional(),
      // More of them the API server refuses, which is what large CDNs come to.
      trustedAddresses: z.array(address).max(64).optional(),
    })
    .optional(),
  logging: z
    .strictObject({
      accessLog: z
        .strictObject({
          disable: z.boolean().optional(),
          escape: z.enum(['default', 'json', 'none']).optional(),
          format: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
  kubernetes: z
    .strictObject({
      service: z
        .strictObject({
          type: z.enum(['ClusterIP', 'LoadBalancer', 'NodePort']).optional(),
          externalTrafficPolicy: z.enum(['Local', 'Cluster']).optional(),
          loadBalancerClass: z.string().optional(),
          loadBalancerSourceRanges: cidrs.optional(),
          patches: z
            .array(
              z.strictObject({ type: z.enum(['StrategicMerge', 'Merge', 'JSONPatch']).optional(), value: z.unknown() }),
            )
            .optional(),
        })
        .optional(),
    })
    .optional(),
})

const snippets = z
  .array(
    z.strictObject({
      context: z.enum(['main', 'http', 'http.server', 'http.server.location']),
      value: z.string().min(1),
    }),
  )
  .min(1)
  .max(4)

const proxyAction = z.strictObject({
  upstream: z.string(),
  requestHeaders: z
    .strictObject({
      pass: z.boolean().optional(),
      set: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
    })
    .optional(),
  rewritePath: z.string().optional(),
})

const virtualServer = z.strictObject({
  ingressClassName: name.optional(),
  host: z.string(),
  tls: z.strictObject({ secret: name }).optional(),
  policies: z.array(z.strictObject({ name, namespace: name.optional() })).optional(),
  'http-snippets': z.string().optional(),
  'server-snippets': z.string().optional(),
  upstreams: z.array(z.strictObject({ name: z.string(), service: name, port })).optional(),
  routes: z
    .array(
      z.strictObject({
        path: z.string(),
        policies: z.array(z.strictObject({ name, namespace: name.optional() })).optional(),
        'location-snippets': z.string().optional(),
        action: z.strictObject({ pass: z.string().optional(), proxy: proxyAction.optional() }),
      }),
    )
    .optional(),
})

const transportServer = z.strictObject({
  ingressClassName: name.optional(),
  listener: z.strictObject({ name: z.string(), protocol: z.string() }),
  host: z.string().optional(),
  serverSnippets: z.string().optional(),
  streamSnippets: z.string().optional(),
  upstreams: z.array(z.strictObject({ name: z.string(), service: name, port })),
  action: z.strictObject({ pass: z.string() }),
})

/** NGINX Gateway Fabric and the NGINX Ingress Controller of F5. */
export const NGINX_KINDS = {
  'gateway.nginx.org/v1alpha2/NginxProxy': { spec: nginxProxy },
  'gateway.nginx.org/v1alpha1/SnippetsFilter': { spec: z.strictObject({ snippets }) },
  'gateway.nginx.org/v1alpha1/SnippetsPolicy': {
    spec: z.strictObject({ targetRefs: policyTargets.min(1).max(16), snippets }),
  },
  'k8s.nginx.org/v1/VirtualServer': { spec: virtualServer },
  'k8s.nginx.org/v1/TransportServer': { spec: transportServer },
}

/** What a controller of nginx reads of its ConfigMap: any other key it ignores without a word. */
const CONFIG_MAP_KEYS: Readonly<Record<string, readonly string[]>> = {
  // kubernetes/ingress-nginx, docs/user-guide/nginx-configuration/configmap.md
  'ingress-nginx-controller': [
    'allow-snippet-annotations',
    'annotations-risk-level',
    'compute-full-forwarded-for',
    'enable-real-ip',
    'enable-underscores-in-headers',
    'forwarded-for-header',
    'http-snippet',
    'ignore-invalid-headers',
    'log-format-escape-json',
    'log-format-upstream',
    'main-snippet',
    'proxy-protocol-header-timeout',
    'proxy-real-ip-cidr',
    'proxy-set-headers',
    'server-snippet',
    'use-forwarded-headers',
    'use-proxy-protocol',
  ],
  // nginx/kubernetes-ingress, internal/configs/configmaps.go
  'nginx-config': [
    'http-snippets',
    'location-snippets',
    'log-format',
    'log-format-escaping',
    'proxy-protocol',
    'real-ip-header',
    'real-ip-recursive',
    'server-snippets',
    'set-real-ip-from',
    'stream-snippets',
  ],
}

/** The keys of a ConfigMap that its controller does not know; none where the ConfigMap is no controller's. */
export function unknownKeys(configMap: string, data: Readonly<Record<string, unknown>>): readonly string[] {
  const known = CONFIG_MAP_KEYS[configMap]
  return known === undefined ? [] : Object.keys(data).filter((key) => !known.includes(key))
}

export const INGRESS_ANNOTATIONS: readonly string[] = [
  // kubernetes/ingress-nginx, docs/user-guide/nginx-configuration/annotations.md
  'nginx.ingress.kubernetes.io/auth-response-headers',
  'nginx.ingress.kubernetes.io/auth-url',
  'nginx.ingress.kubernetes.io/enable-global-auth',
  'nginx.ingress.kubernetes.io/ssl-passthrough',
  'nginx.ingress.kubernetes.io/backend-protocol',
]
