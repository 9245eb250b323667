import type { Topology } from '../../../topology/topology.ts'
import { EVERY_LINE_BY_GRPC, NEVER_OPEN } from '../../envoy/reasons.ts'
import { gatewayName } from '../../kubernetes/gateway-api.ts'
import { gatewayReference, type Manifest } from '../../kubernetes/metadata.ts'
import { grpcHost, VERIFIER_PORTS } from '../../verifier-service.ts'
import { because, type Plain } from '../../yaml/because.ts'

/** Long for a service in the cluster, short for a client: the default would be ten minutes. */
const VERIFIER_TIMEOUT = '2s'

export function verifierProviderName({ name }: Topology): string {
  return `${name}-client-ip`
}

function logProviderName({ name }: Topology): string {
  return `${name}-access-log`
}

/** Helm values of the istiod chart: providers are part of the mesh’s configuration, and no resource of their own. */
export function meshValues(topology: Topology, way: 'native' | 'forward-auth'): Plain {
  const asked = way === 'forward-auth' ? [verifierProvider(topology)] : []
  return { meshConfig: { extensionProviders: [...asked, logProvider(topology)] } }
}

function verifierProvider(topology: Topology): Plain {
  return {
    name: verifierProviderName(topology),
    envoyExtAuthzGrpc: {
      service: because(EVERY_LINE_BY_GRPC, grpcHost(topology.verifier)),
      port: VERIFIER_PORTS.extAuthz,
      timeout: VERIFIER_TIMEOUT,
      failOpen: because(NEVER_OPEN, false),
    },
  }
}

function logProvider(topology: Topology): Plain {
  return {
    name: logProviderName(topology),
    envoyFileAccessLog: {
      path: '/dev/stdout',
      logFormat: {
        labels: {
          client: because(
            'The verified address, or "-". %DOWNSTREAM_REMOTE_ADDRESS% never becomes it: that is settled before a filter runs. https://github.com/envoyproxy/envoy/issues/42323',
            '%REQ(X-CLIENT-IP)%',
          ),
          peer: '%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%',
          method: '%REQ(:METHOD)%',
          authority: '%REQ(:AUTHORITY)%',
          status: '%RESPONSE_CODE%',
          details: '%RESPONSE_CODE_DETAILS%',
          start: '%START_TIME%',
        },
      },
    },
  }
}

/** Writes the gateway’s log with that provider. */
export function accessLog(topology: Topology): Manifest {
  return {
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: { name: `${topology.name}-client-ip`, namespace: topology.namespace },
    spec: {
      targetRefs: [gatewayReference(gatewayName(topology))],
      accessLogging: [{ providers: [{ name: logProviderName(topology) }] }],
    },
  }
}
