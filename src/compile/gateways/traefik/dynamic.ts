import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../../headers/own-names.ts'
import type { GatewayInput } from '../../target.ts'
import { verifierAddress } from '../../verifier-service.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { nextHop } from '../next-hop.ts'

/** A middleware by its name, and what it does. The same members are the spec of the custom resource. */
export type Middleware = { readonly name: string; readonly spec: Plain }

/** Go writes header names so, and compares them in this spelling. */
const CLIENT_IP = canonical(CLIENT_IP_HEADER)
const ASSERTION = canonical(ASSERTION_HEADER)
const LIMIT = 'limit'

/** What stands on every router, in this order. */
export function middlewares({ topology, hop }: GatewayInput): readonly Middleware[] {
  const remove = (header: string, reason: string): Plain => ({
    headers: { customRequestHeaders: { [header]: because(reason, '') } },
  })
  if (hop.verifies === 'none') {
    return [{ name: 'no-client-ip', spec: remove(CLIENT_IP, 'Nobody has verified anything here.') }]
  }
  return [
    { name: 'client-ip', spec: { forwardAuth: forwardAuth(verifierAddress(topology.verifier)) } },
    { name: LIMIT, spec: { rateLimit: rateLimit() } },
    { name: 'hide-assertion', spec: remove(ASSERTION, 'Whoever reads it can send it until it ends.') },
  ]
}

function forwardAuth(host: string): Plain {
  return {
    address: `http://${host}/`,
    trustForwardHeader: because(
      'The service is told method, host and path by Traefik and not by the client. Which routes need no seal is in "exempt" of its document.',
      false,
    ),
    authRequestHeaders: [ASSERTION],
    authResponseHeaders: because(
      'Replaced by the service’s answer, and removed where that has none. https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/forwardauth/',
      [CLIENT_IP],
    ),
    maxResponseBodySize: 1024,
  }
}

function rateLimit(): Plain {
  return {
    average: because('For each verified client, in a second; the numbers are yours to choose.', 100),
    burst: 1000,
    sourceCriterion: { requestHeaderName: CLIENT_IP },
  }
}

/** A router by its name, what it is chosen by, and the names of its middlewares. */
export type Router = { readonly name: string; readonly rule: Plain; readonly chain: readonly string[] }

const UNLIMITED =
  'Without a limit: it goes by X-Client-Ip, which is not there, so that all who ask would share one. A longer rule comes first.'

/** One router for everything, as one without these middlewares would hand on what a client wrote, and the exempt ones. */
export function routers(input: GatewayInput): readonly Router[] {
  const { name, hosts, exempt } = input.topology
  const chain = middlewares(input).map((one) => one.name)
  const rule = ruleOf(hosts)
  const asked = input.hop.verifies === 'none' ? [] : exempt
  return [
    { name, rule, chain },
    ...asked.map(({ method, path }, i) => ({
      name: `${name}-exempt-${i}`,
      rule: because(UNLIMITED, `(${rule}) && Method(\`${method}\`) && Path(\`${path}\`)`),
      chain: chain.filter((one) => one !== LIMIT),
    })),
  ]
}

/** dynamic.yml. */
export function dynamicConfiguration(input: GatewayInput): Plain {
  const { topology, hop } = input
  const { kind, host, port } = nextHop({ topology, hop })
  const router = ({ name, rule, chain }: Router): readonly [string, Plain] => [
    name,
    { rule, entryPoints: ['web', 'websecure'], middlewares: chain, service: kind },
  ]
  return {
    http: {
      routers: Object.fromEntries(routers(input).map(router)),
      middlewares: Object.fromEntries(middlewares(input).map(({ name, spec }) => [name, spec])),
      services: { [kind]: { loadBalancer: { servers: [{ url: `http://${host}:${port}` }] } } },
    },
    tls: {
      stores: {
        default: {
          defaultCertificate: { certFile: '/etc/traefik/tls/tls.crt', keyFile: '/etc/traefik/tls/tls.key' },
        },
      },
    },
  }
}

/** What a router is chosen by. */
function ruleOf(hosts: readonly string[]): string {
  if (hosts.includes('*')) return 'PathPrefix(`/`)'
  return hosts
    .map((host) =>
      host.startsWith('*.')
        ? `HostRegexp(\`^[a-z0-9-]+${host.slice(1).replaceAll('.', '\\.')}$\`)`
        : `Host(\`${host}\`)`,
    )
    .join(' || ')
}

function canonical(name: string): string {
  return name.replaceAll(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase())
}
