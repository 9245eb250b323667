import { isAtLeast } from '../../../topology/version.ts'
import { endsAtLoadBalancer, PLAIN_BEHIND_443 } from '../../kubernetes/ends-at-load-balancer.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'

/** From then on it knows every spelling that an application may read as another name, and not underscores alone. */
const KNOWS_ALIASES = '3.7.12'
const REFERENCE = 'https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/'

export function knowsAliases(version: string): boolean {
  return isAtLeast(version, KNOWS_ALIASES)
}

/** traefik.yml, for a Traefik that reads its routes from a file beside it. */
export function staticConfiguration(input: GatewayInput): Plain {
  return {
    entryPoints: {
      web: { address: ':8000', ...entryPoint(input), http: strategy(input) },
      websecure: { address: ':8443', ...entryPoint(input), http: { ...strategy(input), ...secure(input) } },
    },
    providers: { file: { filename: 'dynamic.yml' } },
    accessLog: {
      format: 'json',
      fields: {
        headers: { names: { 'X-Client-Ip': because('The verified address, as request_X-Client-Ip.', 'keep') } },
      },
    },
  }
}

/** The same for the Helm chart `traefik` of https://traefik.github.io/charts, which makes arguments of it. */
export function helmValues(input: GatewayInput): Plain {
  const { hop, service } = input
  const ports = { ...entryPoint(input), expose: { default: true } }
  const targetPort = endsAtLoadBalancer(input) ? because(PLAIN_BEHIND_443, 'web') : undefined
  return {
    image: { tag: `v${hop.version}` },
    service: {
      annotations: service?.annotations ?? {},
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: service?.externalTrafficPolicy,
        loadBalancerClass: service?.loadBalancerClass,
      },
      loadBalancerSourceRanges: service?.loadBalancerSourceRanges,
    },
    ports: { web: ports, websecure: { ...ports, targetPort } },
    providers: { kubernetesCRD: { enabled: true }, kubernetesIngress: { enabled: false } },
    additionalArguments: because('What the chart has no value for.', [
      ...Object.entries(strategy(input)).flatMap(([name]) =>
        ['web', 'websecure'].map((port) => `--entryPoints.${port}.http.${name}=delete`),
      ),
      '--accessLog=true',
      '--accessLog.format=json',
      '--accessLog.fields.headers.names.X-Client-Ip=keep',
    ]),
  }
}

/** Whose PROXY header and whose X-Forwarded-For are believed, on every port; `insecure` would be everyone's. */
function entryPoint({ entrance }: GatewayInput): { readonly [member: string]: Plain } {
  const { takesProxy, senders, forwarders } = entrance
  const trusted = [...new Set(forwarders)]
  const proxyProtocol = because(
    `The load balancer alone. Traefik takes a connection without a header too, and ignores the header of a stranger. ${REFERENCE}#opt-proxyProtocol-trustedIPs`,
    { trustedIPs: senders },
  )
  const forwardedHeaders = because(
    `Who appends to X-Forwarded-For on this path; what others send of it is removed. ${REFERENCE}#opt-forwardedHeaders-trustedIPs`,
    { trustedIPs: trusted },
  )
  return { ...(takesProxy && { proxyProtocol }), ...(trusted.length > 0 && { forwardedHeaders }) }
}

function strategy({ hop }: GatewayInput): { readonly [member: string]: Plain } {
  if (knowsAliases(hop.version)) {
    const reason =
      'Otherwise X_Client_IP and X.Client.IP go on, which applications read as X-Client-IP. From 3.7.12 on.'
    return { aliasHeadersStrategy: because(reason, 'delete') }
  }
  const reason = `Otherwise X_Client_IP goes on, which applications read as X-Client-IP. ${REFERENCE}#opt-http-underscoreHeadersStrategy`
  return { underscoreHeadersStrategy: because(reason, 'delete') }
}

function secure({ topology }: GatewayInput): { readonly [member: string]: Plain } {
  return topology.tls === 'terminated' ? { tls: {} } : {}
}
