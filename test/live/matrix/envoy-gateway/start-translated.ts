import type { FoundEnvoy } from '../../find-envoy.ts'
import type { FoundProgram } from '../../kubernetes/go-tool.ts'
import { startEnvoy } from '../../start-envoy.ts'
import type { DataPlane, Places } from '../data-plane.ts'
import { everyWay } from '../ways.ts'
import { SERVICE_ADDRESSES, translate } from './translate.ts'
import type { Cluster, FilterChain, Translated } from './translated.ts'

export type TranslatedOptions = {
  /** Envoy's runtime flags, beside those of Envoy Gateway's own bootstrap. */
  readonly runtime?: Readonly<Record<string, boolean>>
  /** Manifests that somebody else has applied. */
  readonly others?: readonly object[]
}

type Programs = { readonly egctl: FoundProgram; readonly envoy: FoundEnvoy }

/**
 * Runs compiled files as Envoy Gateway would: its own translator makes Envoy's configuration of them.
 *
 * What it hands Envoy by xDS stands in one file: routes and endpoints in their places, the certificate inline, listeners
 * on loopback, once more without TLS, and the addresses of the Services led to the tests' own.
 */
export function startTranslated({ egctl, envoy }: Programs, options: TranslatedOptions = {}): DataPlane['start'] {
  return async (compiled, places) => {
    if ('missing' in egctl) return egctl
    if ('missing' in envoy) return envoy
    const { certificate } = places
    const made = await translate(egctl.path, compiled, { certificate, others: options.others ?? [] })
    const write = ([plain = 0, tls = 0]: readonly number[]): string =>
      JSON.stringify(bootstrap(made, { places, plain, tls, runtime: options.runtime ?? {} }))
    const { ports, stop } = await startEnvoy(envoy, { ports: 2, write })
    const [plain = 0, tls] = ports
    return { ports: everyWay(plain, tls), stop, version: `Envoy Gateway 1.9.1 with Envoy ${envoy.version}` }
  }
}

type Here = {
  readonly places: Places
  readonly plain: number
  readonly tls: number
  readonly runtime: Readonly<Record<string, boolean>>
}

function bootstrap(made: Translated, here: Here): object {
  const listener = made.listeners.find(({ name }) => name.startsWith('default/shop-gateway'))
  if (listener === undefined) throw new Error('the translator has made no listener for the Gateway')
  const chains = listener.filterChains.map((chain) => inlineRoutes(chain, made))
  const tls = chains.map((chain) => inlineCertificate(chain, here.places))
  const plain = chains.map(({ transportSocket: _, ...chain }) => chain)
  return {
    layeredRuntime: { layers: [{ name: 'flags', staticLayer: { ...made.runtime, ...here.runtime } }] },
    staticResources: {
      listeners: [
        listenOn({ ...listener, filterChains: tls }, here.tls, 'tls'),
        listenOn({ ...listener, filterChains: plain }, here.plain, 'plain'),
      ],
      clusters: made.clusters.map((cluster) => inlineEndpoints(cluster, made, here.places)),
    },
  }
}

type ServedChain = Pick<FilterChain, 'transportSocket'> & { readonly filters: readonly object[] }

function inlineRoutes(chain: FilterChain, { routes }: Translated): ServedChain {
  const [manager, ...others] = chain.filters
  const { rds, ...settings } = manager.typedConfig
  const typedConfig = { ...settings, routeConfig: routes.get(rds.routeConfigName) }
  return { ...chain, filters: [{ ...manager, typedConfig }, ...others] }
}

function inlineCertificate(chain: ServedChain, { certificate }: Places): object {
  const { transportSocket } = chain
  const { tlsCertificateSdsSecretConfigs: _, ...context } = transportSocket.typedConfig.commonTlsContext
  const tlsCertificates = [
    { certificateChain: { inlineString: certificate.cert }, privateKey: { inlineString: certificate.key } },
  ]
  const typedConfig = { ...transportSocket.typedConfig, commonTlsContext: { ...context, tlsCertificates } }
  return { ...chain, transportSocket: { ...transportSocket, typedConfig } }
}

function inlineEndpoints(cluster: Cluster, { endpoints }: Translated, places: Places): object {
  const { edsClusterConfig, ...settings } = cluster
  const assignment =
    edsClusterConfig === undefined ? cluster.loadAssignment : endpoints.get(edsClusterConfig.serviceName)
  if (assignment === undefined) throw new Error(`the translator has made no endpoints for ${cluster.name}`)
  const ports: Readonly<Record<string, number>> = {
    [SERVICE_ADDRESSES.application]: places.application,
    [SERVICE_ADDRESSES.verifier]: places.extAuthz,
  }
  const groups = assignment.endpoints.map(({ lbEndpoints, ...group }) => ({
    ...group,
    lbEndpoints: lbEndpoints.map(({ endpoint, ...one }) => {
      const portValue = ports[endpoint.address.socketAddress.address]
      return { ...one, endpoint: { ...endpoint, address: { socketAddress: { address: '127.0.0.1', portValue } } } }
    }),
  }))
  return {
    ...settings,
    ...(edsClusterConfig !== undefined && { type: 'STATIC' }),
    loadAssignment: { ...assignment, endpoints: groups },
  }
}

function listenOn(listener: object, port: number, name: string): object {
  const on = (address: string) => ({ socketAddress: { address, portValue: port } })
  return { ...listener, name, address: on('127.0.0.1'), additionalAddresses: [{ address: on('::1') }] }
}
