import type { FoundEnvoy } from '../../find-envoy.ts'
import type { FoundProgram } from '../../kubernetes/go-tool.ts'
import type { DataPlane, Places } from '../data-plane.ts'
import { CUT_OFF_AFTER, startTranslation, type Translation } from '../envoy-listeners.ts'
import { SERVICE_ADDRESSES, translate } from './translate.ts'
import type { Any, Translated } from './translated.ts'

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
 * What it hands Envoy by xDS stands in files: routes and endpoints in their places, the certificate inline, listeners on
 * loopback, once more without TLS, and the addresses of the Services led to the tests' own.
 */
export function startTranslated({ egctl, envoy }: Programs, options: TranslatedOptions = {}): DataPlane['start'] {
  return async (compiled, places) => {
    if ('missing' in egctl) return egctl
    if ('missing' in envoy) return envoy
    const { certificate } = places
    const { runtime = {}, others = [] } = options
    const running = await startTranslation(envoy, compiled, async (files) => {
      const made = await translate(egctl.path, files, { certificate, others })
      return (plain, tls) => localise(made, { places, plain, tls, runtime })
    })
    return { ...running, version: `Envoy Gateway 1.9.1 with Envoy ${envoy.version}` }
  }
}

type Here = {
  readonly places: Places
  readonly plain: number
  readonly tls: number
  readonly runtime: Readonly<Record<string, boolean>>
}

function localise(made: Translated, here: Here): Translation {
  const listener = made.listeners.find(({ name }) => name.startsWith('default/shop-gateway'))
  const served = inlineRoutes(structuredClone(listener), made)
  const plain = structuredClone(served)
  for (const chain of plain.filterChains) delete chain.transportSocket
  for (const chain of served.filterChains) inlineCertificate(chain, here.places)
  return {
    layeredRuntime: { layers: [{ name: 'flags', staticLayer: { ...made.runtime, ...here.runtime } }] },
    staticResources: {
      listeners: [listenOn(served, here.tls, 'tls'), listenOn(plain, here.plain, 'plain')],
      clusters: made.clusters.map((cluster) => inlineEndpoints(structuredClone(cluster), made, here.places)),
    },
  }
}

function inlineRoutes(listener: Any, { routes }: Translated): Any {
  for (const { filters } of listener.filterChains) {
    const { typedConfig } = filters[0]
    typedConfig.routeConfig = routes.get(typedConfig.rds.routeConfigName)
    delete typedConfig.rds
    typedConfig.delayedCloseTimeout = CUT_OFF_AFTER
  }
  return listener
}

function inlineCertificate(chain: Any, { certificate }: Places): void {
  const { commonTlsContext } = chain.transportSocket.typedConfig
  delete commonTlsContext.tlsCertificateSdsSecretConfigs
  commonTlsContext.tlsCertificates = [
    { certificateChain: { inlineString: certificate.cert }, privateKey: { inlineString: certificate.key } },
  ]
}

function inlineEndpoints(cluster: Any, { endpoints }: Translated, places: Places): Any {
  const assignment = endpoints.get(cluster.edsClusterConfig?.serviceName)
  if (assignment !== undefined) {
    cluster.loadAssignment = structuredClone(assignment)
    cluster.type = 'STATIC'
    delete cluster.edsClusterConfig
  }
  const ports: Readonly<Record<string, number>> = {
    [SERVICE_ADDRESSES.application]: places.application,
    [SERVICE_ADDRESSES.verifier]: places.extAuthz,
  }
  for (const { lbEndpoints } of cluster.loadAssignment.endpoints) {
    for (const { endpoint } of lbEndpoints) {
      const { socketAddress } = endpoint.address
      endpoint.address.socketAddress = { address: '127.0.0.1', portValue: ports[socketAddress.address] }
    }
  }
  return cluster
}

function listenOn(listener: Any, port: number, name: string): Any {
  const on = (address: string): Any => ({ socketAddress: { address, portValue: port } })
  return { ...listener, name, address: on('127.0.0.1'), additionalAddresses: [{ address: on('::1') }] }
}
