import { isAtLeast } from '../../../topology/version.ts'
import { gateway, gatewayName } from '../../kubernetes/gateway-api.ts'
import { gatewayReference, type Manifest } from '../../kubernetes/metadata.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { REMOVED_EARLY } from './removed-names.ts'
import { READINESS_TAKES_PROXY, TRUSTS_PREFIXES } from './version.ts'

export const API_VERSION = 'gateway.kgateway.dev/v1alpha1'
export const GROUP = 'gateway.kgateway.dev'

/** How connections and requests come in: the parameters with the Service, the Gateway, and what its listeners believe. */
export function entranceManifests(input: GatewayInput): readonly Manifest[] {
  const { topology } = input
  const parametersRef = { group: GROUP, kind: 'GatewayParameters', name: gatewayName(topology) }
  return [
    gatewayParameters(input),
    gateway(input, { className: 'kgateway', infrastructure: { parametersRef } }),
    listenerPolicy(input),
  ]
}

function gatewayParameters(input: GatewayInput): Manifest {
  const { topology, service } = input
  const { annotations = {}, ...rest } = service ?? {}
  const extraAnnotations = Object.keys(annotations).length > 0 ? annotations : undefined
  return {
    apiVersion: API_VERSION,
    kind: 'GatewayParameters',
    metadata: { name: gatewayName(topology), namespace: topology.namespace },
    spec: {
      kube: {
        envoyContainer: checksReadiness(input)
          ? { bootstrap: { enableReadinessProbeProxyProtocol: READINESS } }
          : undefined,
        service: service === undefined ? undefined : { extraAnnotations, ...rest },
      },
    },
  }
}

/** Where the proxies say whether they are ready. */
export const READINESS_PORT = 8082

/** Whether the load balancer can check that port: it sends PROXY, and the version takes it there. */
export function checksReadiness({ hop, entrance }: Pick<GatewayInput, 'hop' | 'entrance'>): boolean {
  return entrance.takesProxy && isAtLeast(hop.version, READINESS_TAKES_PROXY)
}

const READINESS = because(
  'A load balancer that sends PROXY sends it with its checks of port 8082 too; the kubelet, which sends none, is answered all the same. https://kgateway.dev/docs/envoy/latest/reference/release-notes/',
  true,
)

function listenerPolicy(input: GatewayInput): Manifest {
  const { topology, entrance } = input
  const proxyProtocol = because(
    'Every connection begins with a PROXY header. A "perPort" entry would replace all of "default", this too. https://kgateway.dev/docs/envoy/latest/setup/listeners/proxy-protocol/',
    {},
  )
  return {
    apiVersion: API_VERSION,
    kind: 'ListenerPolicy',
    metadata: { name: gatewayName(topology), namespace: topology.namespace },
    spec: {
      targetRefs: [gatewayReference(gatewayName(topology))],
      default: {
        proxyProtocol: entrance.takesProxy ? proxyProtocol : undefined,
        httpSettings: topology.tls === 'passthrough' ? undefined : httpSettings(input),
      },
    },
  }
}

function httpSettings(input: GatewayInput): { readonly [member: string]: Plain } {
  return {
    ...clientAddress(input),
    earlyRequestHeaderModifier: {
      remove: because(
        'On every route and before anything reads them: no client says who it is. kgateway leaves underscores in names alone, and a list takes 16: more aliases are removed behind the filters.',
        REMOVED_EARLY,
      ),
    },
    upgradeConfig: {
      enabledUpgrades: because(
        'kgateway enables none by itself. h2c would let a client speak to the application past the gateway.',
        ['websocket'],
      ),
    },
    accessLog: input.hop.verifies === 'none' ? undefined : [accessLog()],
  }
}

function clientAddress({ hop, entrance }: GatewayInput): { readonly [member: string]: Plain } {
  const { forwarders, forwardedHops } = entrance
  if (forwarders.length === 0) return {}
  if (!isAtLeast(hop.version, TRUSTS_PREFIXES)) {
    const reason = `The client is entry ${forwardedHops} from the right, whoever sent the request: kgateway ${hop.version} cannot ask for a sender. Nothing that is verified rests on it. https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-for`
    return { xffNumTrustedHops: because(reason, forwardedHops) }
  }
  return {
    useRemoteAddress: because(
      'Has to be false beside xffTrustedCIDRs; who is in none of these is the client itself.',
      false,
    ),
    xffTrustedCIDRs: because(
      'X-Forwarded-For is believed from these alone, judged by the address that connected or that the PROXY header names.',
      forwarders,
    ),
    skipXFFAppend: because('Or the application would not see the last hop in the list.', false),
  }
}

function accessLog(): Plain {
  return {
    fileSink: {
      path: '/dev/stdout',
      jsonFormat: {
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
  }
}
