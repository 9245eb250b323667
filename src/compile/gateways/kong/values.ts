import { endsAtLoadBalancer, PLAIN_BEHIND_443 } from '../../kubernetes/ends-at-load-balancer.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'

const CONF = 'https://github.com/Kong/kong/blob/3.9.1/kong.conf.default'
const LOG_FORMAT =
  'ipseal \'client="$http_x_client_ip" peer=$remote_addr status=$status request="$request_method $uri" time=$request_time\''

/** Values for the Helm chart `kong` of https://charts.konghq.com (3.x), without its ingress controller. */
export function kongValues(input: GatewayInput): Plain {
  const { hop, service } = input
  return {
    image: { repository: 'kong', tag: hop.version },
    ingressController: {
      enabled: because('kong.yml holds everything; a controller would write over it.', false),
      installCRDs: false,
    },
    dblessConfig: {
      configMap: because('kubectl create configmap … --from-file=kong.yml', `${input.topology.name}-kong`),
    },
    env: environment(input),
    proxy: {
      enabled: true,
      type: 'LoadBalancer',
      annotations: service?.annotations ?? {},
      externalTrafficPolicy: service?.externalTrafficPolicy,
      loadBalancerClass: service?.loadBalancerClass,
      loadBalancerSourceRanges: service?.loadBalancerSourceRanges,
      http: { enabled: true, parameters: parameters(input, []) },
      tls: {
        enabled: true,
        overrideServiceTargetPort: endsAtLoadBalancer(input) ? because(PLAIN_BEHIND_443, 8000) : undefined,
        parameters: parameters(input, ['http2']),
      },
    },
  }
}

/** The chart writes proxy_listen from them, for IPv4 and IPv6: what is left out of a list is lost. */
function parameters({ entrance }: GatewayInput, own: readonly string[]): Plain {
  const flags = [...own, 'reuseport', 'backlog=16384', ...(entrance.takesProxy ? ['proxy_protocol'] : [])]
  return because(
    `Every flag of the default stands here again, as a list takes the place of the default. ${CONF}, proxy_listen`,
    flags,
  )
}

function environment({ entrance }: GatewayInput): Plain {
  const trusted = entrance.takesProxy ? entrance.senders : [...entrance.senders, ...entrance.forwarders]
  const ranges = [...new Set(trusted)]
  const list = ranges.length === 0 ? undefined : ranges.join(',')
  return {
    database: 'off',
    trusted_ips: because(
      'Exact ranges, and never 0.0.0.0/0: with it any client could name its address. https://github.com/Kong/kong/issues/3946',
      list,
    ),
    real_ip_header: because(
      entrance.takesProxy
        ? 'One of the two: with X-Forwarded-For behind PROXY protocol, Kong would believe what a stranger wrote there, for the connection always is the load balancer’s.'
        : 'The default, X-Real-IP, is one that clients can write.',
      entrance.takesProxy ? 'proxy_protocol' : 'X-Forwarded-For',
    ),
    real_ip_recursive: because(
      'From the right up to the first that is not trusted; the default takes the last entry, which is a proxy’s.',
      'on',
    ),
    nginx_http_log_format: because(
      'client is the address of the assertion; it is verified where status is not 401.',
      LOG_FORMAT,
    ),
    proxy_access_log: '/dev/stdout ipseal',
    untrusted_lua: because('pre-function and post-function run in it. "off" would turn them off.', 'sandbox'),
  }
}
