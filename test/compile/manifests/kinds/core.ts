import * as z from 'zod'
import { cidr, freeMap, labelSelector, name, port } from '../parts.ts'

const targetPort = z.union([port, z.string().regex(/^[a-z0-9-]{1,15}$/)])

const service = z.strictObject({
  type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']).optional(),
  clusterIP: z.string().optional(),
  externalTrafficPolicy: z.enum(['Local', 'Cluster']).optional(),
  internalTrafficPolicy: z.enum(['Local', 'Cluster']).optional(),
  healthCheckNodePort: port.optional(),
  allocateLoadBalancerNodePorts: z.boolean().optional(),
  ipFamilyPolicy: z.enum(['SingleStack', 'PreferDualStack', 'RequireDualStack']).optional(),
  loadBalancerClass: z.string().optional(),
  loadBalancerSourceRanges: z.array(cidr).min(1).optional(),
  selector: freeMap.optional(),
  ports: z
    .array(
      z.strictObject({
        name: name.optional(),
        port,
        targetPort: targetPort.optional(),
        nodePort: port.optional(),
        protocol: z.enum(['TCP', 'UDP']).optional(),
        appProtocol: z.string().optional(),
      }),
    )
    .min(1)
    .optional(),
})

const peer = z.strictObject({
  ipBlock: z.strictObject({ cidr, except: z.array(cidr).optional() }).optional(),
  podSelector: labelSelector.optional(),
  namespaceSelector: labelSelector.optional(),
})
const policyPorts = z
  .array(
    z.strictObject({
      port: targetPort.optional(),
      endPort: port.optional(),
      protocol: z.enum(['TCP', 'UDP']).optional(),
    }),
  )
  .min(1)
  .optional()

const networkPolicy = z.strictObject({
  podSelector: labelSelector,
  policyTypes: z.array(z.enum(['Ingress', 'Egress'])).min(1),
  ingress: z.array(z.strictObject({ from: z.array(peer).min(1).optional(), ports: policyPorts })).optional(),
  egress: z.array(z.strictObject({ to: z.array(peer).min(1).optional(), ports: policyPorts })).optional(),
})

const backend = z.strictObject({
  service: z.strictObject({ name, port: z.strictObject({ name: name.optional(), number: port.optional() }) }),
})
const ingress = z.strictObject({
  ingressClassName: name.optional(),
  defaultBackend: backend.optional(),
  tls: z.array(z.strictObject({ hosts: z.array(z.string()).optional(), secretName: name.optional() })).optional(),
  rules: z
    .array(
      z.strictObject({
        host: z.string().optional(),
        http: z.strictObject({
          paths: z
            .array(
              z.strictObject({
                path: z.string().startsWith('/'),
                pathType: z.enum(['Exact', 'Prefix', 'ImplementationSpecific']),
                backend,
              }),
            )
            .min(1),
        }),
      }),
    )
    .optional(),
})

const httpProbe = z.strictObject({
  httpGet: z.strictObject({ path: z.string(), port: targetPort }),
  periodSeconds: z.int().optional(),
})
const container = z.strictObject({
  name,
  image: z.string(),
  env: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
  ports: z.array(z.strictObject({ name: name.optional(), containerPort: port })).optional(),
  readinessProbe: httpProbe.optional(),
  livenessProbe: httpProbe.optional(),
  securityContext: z
    .strictObject({
      runAsNonRoot: z.boolean().optional(),
      runAsUser: z.int().optional(),
      allowPrivilegeEscalation: z.boolean().optional(),
      readOnlyRootFilesystem: z.boolean().optional(),
      capabilities: z.strictObject({ drop: z.array(z.string()) }).optional(),
      seccompProfile: z.strictObject({ type: z.string() }).optional(),
    })
    .optional(),
  volumeMounts: z
    .array(z.strictObject({ name, mountPath: z.string().startsWith('/'), readOnly: z.boolean().optional() }))
    .optional(),
})
/** Of a Deployment what a patch adds to it. */
const deploymentPatch = z.strictObject({
  template: z.strictObject({
    spec: z.strictObject({
      containers: z.array(container).min(1),
      volumes: z.array(z.strictObject({ name, configMap: z.strictObject({ name }) })).optional(),
    }),
  }),
})

/** Kubernetes' own kinds. */
export const CORE = {
  'v1/Service': { spec: service },
  'v1/ConfigMap': { data: freeMap, immutable: z.boolean().optional() },
  'v1/Namespace': {},
  'apps/v1/Deployment': { spec: deploymentPatch },
  'networking.k8s.io/v1/NetworkPolicy': { spec: networkPolicy },
  'networking.k8s.io/v1/Ingress': { spec: ingress },
  'networking.k8s.io/v1/IngressClass': {
    spec: z.strictObject({
      controller: z.string(),
      parameters: z.strictObject({ apiGroup: z.string(), kind: z.string(), name }).optional(),
    }),
  },
}
