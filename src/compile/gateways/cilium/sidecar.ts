import { appOf } from '../../../topology/app-of.ts'
import type { Topology } from '../../../topology/topology.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import { VERIFIER_PORTS } from '../../verifier-service.ts'
import { because, type Plain } from '../../yaml/because.ts'

/** Beside an application that may have 8080 for itself. */
export const SIDECAR_PORT = 8090

const PORT_NAME = 'client-ip'
const DOCUMENT = 'ipseal-verifier'

/** The label that Services and policies of the application select by. */
function appLabels({ service }: { readonly service: string }) {
  return { 'app.kubernetes.io/name': service }
}

/** The application’s Service, which leads to the sidecar and nowhere else. */
export function appService(topology: Topology): Manifest {
  const app = appOf(topology)
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: app.service, namespace: topology.namespace },
    spec: {
      selector: appLabels(app),
      ports: [
        {
          name: 'http',
          port: app.port,
          targetPort: because('The sidecar’s port. That of the application itself belongs into no Service.', PORT_NAME),
        },
      ],
    },
  }
}

/** A strategic merge patch for the application’s Deployment: the verifier as one more container of its pods. */
export function sidecarPatch(topology: Topology): Plain {
  const { service } = appOf(topology)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: service, namespace: topology.namespace },
    spec: {
      template: {
        spec: {
          containers: [verifierContainer()],
          volumes: [
            {
              name: DOCUMENT,
              configMap: {
                name: because(
                  'Make it of ipseal.verifier.json: kustomize’s configMapGenerator rolls a change out.',
                  DOCUMENT,
                ),
              },
            },
          ],
        },
      },
    },
  }
}

function verifierContainer(): Plain {
  return {
    name: DOCUMENT,
    image: 'ipseal-verifier:0.1.0',
    env: [{ name: 'IPSEAL_VERIFIER_CONFIG', value: '/etc/ipseal/ipseal.verifier.json' }],
    ports: [
      { name: PORT_NAME, containerPort: SIDECAR_PORT },
      { name: 'verifier-health', containerPort: VERIFIER_PORTS.health },
    ],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65_532,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    readinessProbe: { httpGet: { path: '/readyz', port: 'verifier-health' }, periodSeconds: 5 },
    livenessProbe: { httpGet: { path: '/healthz', port: 'verifier-health' }, periodSeconds: 10 },
    volumeMounts: [{ name: DOCUMENT, mountPath: '/etc/ipseal', readOnly: true }],
  }
}

/** Closes the application’s pods but for the sidecar’s port, and that to everyone but Cilium’s own Envoy. */
export function appPolicy(topology: Topology): Manifest {
  const app = appOf(topology)
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: `${topology.name}-client-ip`, namespace: topology.namespace },
    spec: {
      endpointSelector: { matchLabels: appLabels(app) },
      ingress: [
        {
          fromEntities: because(
            'The identity of Envoy’s own connections; no selector of pods or namespaces matches them. https://docs.cilium.io/en/stable/network/servicemesh/gateway-api/gateway-api/',
            ['ingress'],
          ),
          toPorts: [{ ports: [{ port: String(SIDECAR_PORT), protocol: 'TCP' }] }],
        },
      ],
    },
  }
}
