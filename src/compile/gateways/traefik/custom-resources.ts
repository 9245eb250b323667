import type { GatewayInput } from '../../target.ts'
import type { YamlDocument } from '../../yaml/write-yaml.ts'
import { nextHop } from '../next-hop.ts'
import { middlewares, routers } from './dynamic.ts'

const API = 'traefik.io/v1alpha1'

/** The same middlewares and router for the provider kubernetesCRD. */
export function customResources(input: GatewayInput): readonly YamlDocument[] {
  const { topology, hop } = input
  const { name, namespace } = topology
  const chain = middlewares(input)
  const { service, port } = nextHop({ topology, hop })
  const routes = routers(input).map((route) => ({
    kind: 'Rule',
    match: route.rule,
    middlewares: route.chain.map((one) => ({ name: `${name}-${one}` })),
    services: [{ name: service, port }],
  }))
  const router = (suffix: string, spec: object): YamlDocument => ({
    value: {
      apiVersion: API,
      kind: 'IngressRoute',
      metadata: { name: `${name}${suffix}`, namespace },
      spec: { ...spec, routes },
    },
  })
  return [
    ...chain.map(
      (one): YamlDocument => ({
        value: {
          apiVersion: API,
          kind: 'Middleware',
          metadata: { name: `${name}-${one.name}`, namespace },
          spec: one.spec,
        },
      }),
    ),
    router('', { entryPoints: ['web'] }),
    router('-tls', { entryPoints: ['websecure'], tls: { secretName: `${name}-tls` } }),
  ]
}
