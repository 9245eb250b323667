import { REMOVED_NAMES } from '../../envoy/early-header-mutation.ts'
import { gateway, gatewayName } from '../../kubernetes/gateway-api.ts'
import { gatewayReference, type Manifest } from '../../kubernetes/metadata.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'

export const API_VERSION = 'gateway.envoyproxy.io/v1alpha1'
const CLASS = 'envoy-gateway'

/** How connections and requests come in: the class, the proxy with its Service, the Gateway, and what it believes. */
export function entranceManifests(input: GatewayInput): readonly Manifest[] {
  const { topology } = input
  const parametersRef = { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: gatewayName(topology) }
  return [
    gatewayClass(),
    envoyProxy(input),
    gateway(input, { className: CLASS, infrastructure: { parametersRef } }),
    clientTrafficPolicy(input),
  ]
}

function gatewayClass(): Manifest {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: CLASS },
    spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  }
}

function envoyProxy({ topology, service, hop }: GatewayInput): Manifest {
  const { annotations, ...rest } = service ?? { annotations: {} }
  const envoyService = { ...(Object.keys(annotations).length > 0 ? { annotations } : {}), ...rest }
  return {
    apiVersion: API_VERSION,
    kind: 'EnvoyProxy',
    metadata: { name: gatewayName(topology), namespace: topology.namespace },
    spec: {
      provider: service === undefined ? undefined : { type: 'Kubernetes', kubernetes: { envoyService } },
      telemetry: topology.tls === 'passthrough' || hop.verifies === 'none' ? undefined : telemetry(),
    },
  }
}

function telemetry(): Plain {
  return {
    accessLog: {
      settings: [
        {
          format: {
            type: 'JSON',
            json: {
              client_ip: because(
                'The verified address. Envoy’s own remote address comes from the connection and X-Forwarded-For, before any filter: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage',
                '%REQ(X-CLIENT-IP)%',
              ),
              connected: '%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%',
              start_time: '%START_TIME%',
              method: '%REQ(:METHOD)%',
              path: '%REQ(:PATH)%',
              response_code: '%RESPONSE_CODE%',
              response_code_details: '%RESPONSE_CODE_DETAILS%',
            },
          },
          sinks: [{ type: 'File', file: { path: '/dev/stdout' } }],
        },
      ],
    },
  }
}

function clientTrafficPolicy(input: GatewayInput): Manifest {
  const { topology } = input
  return {
    apiVersion: API_VERSION,
    kind: 'ClientTrafficPolicy',
    metadata: { name: gatewayName(topology), namespace: topology.namespace },
    spec: {
      targetRefs: [gatewayReference(gatewayName(topology))],
      proxyProtocol: proxyProtocol(input),
      ...(topology.tls === 'passthrough' ? {} : requestSettings(input)),
    },
  }
}

function proxyProtocol({ entrance }: GatewayInput): Plain {
  if (!entrance.takesProxy) return undefined
  return because(
    'Every connection begins with a PROXY header. "optional: true" would let any client write one. https://gateway.envoyproxy.io/docs/api/extension_types/#proxyprotocolsettings',
    {},
  )
}

function requestSettings(input: GatewayInput): { readonly [member: string]: Plain } {
  return {
    clientIPDetection: clientIpDetection(input),
    headers: {
      earlyRequestHeaders: {
        removeOnMatch: because(
          'On every route and before anything reads them: no client says who it is, in any spelling. Envoy before 1.40 takes the client’s X-Client-IP away only where a token is required: https://github.com/envoyproxy/envoy/pull/46586',
          REMOVED_NAMES.map((value) => ({ type: 'RegularExpression', value })),
        ),
      },
      withUnderscoresAction: because(
        'CGI, WSGI and PHP read _ as -. The default, kept whatever becomes of it.',
        'RejectRequest',
      ),
    },
    path: because('The edge seals the path as it was sent, and the application gets that one.', {
      disableMergeSlashes: true,
      escapedSlashesAction: 'KeepUnchanged',
    }),
  }
}

function clientIpDetection({ entrance }: GatewayInput): Plain {
  const { forwarders } = entrance
  if (forwarders.length === 0) return undefined
  return because(
    'X-Forwarded-For is believed from these alone, judged by the address that connected or that the PROXY header names. A hop count would believe anyone’s, and customHeader asks nobody who sent it: https://gateway.envoyproxy.io/docs/api/extension_types/#clientipdetectionsettings',
    { xForwardedFor: { trustedCIDRs: forwarders } },
  )
}
