/** A part of Envoy's configuration that is handed on as it came. */
type Part = Readonly<Record<string, unknown>>

type Manager = { readonly rds: { readonly routeConfigName: string } }

export type FilterChain = {
  readonly filters: readonly [{ readonly name: string; readonly typedConfig: Manager }, ...Part[]]
  readonly transportSocket: { readonly name: string; readonly typedConfig: { readonly commonTlsContext: Part } }
}

type Listener = { readonly name: string; readonly filterChains: readonly FilterChain[] }

type Endpoint = { readonly endpoint: { readonly address: { readonly socketAddress: { readonly address: string } } } }

type Assignment = {
  readonly clusterName: string
  readonly endpoints: readonly { readonly lbEndpoints: readonly Endpoint[] }[]
}

export type Cluster = {
  readonly name: string
  readonly edsClusterConfig?: { readonly serviceName: string }
  readonly loadAssignment?: Assignment
}

type Routes = { readonly name: string }

/** Each of xDS's dumps holds one of these lists. */
type Dump = {
  readonly '@type': string
  readonly dynamicListeners?: readonly { readonly activeState: { readonly listener: Listener } }[]
  readonly dynamicActiveClusters?: readonly { readonly cluster: Cluster }[]
  readonly dynamicRouteConfigs?: readonly { readonly routeConfig: Routes }[]
  readonly dynamicEndpointConfigs?: readonly { readonly endpointConfig: Assignment }[]
  readonly bootstrap?: { readonly layeredRuntime: { readonly layers: readonly [{ readonly staticLayer: Part }] } }
}

type Condition = { readonly type: string; readonly status: string; readonly message: string }

type Conditions = { readonly conditions?: readonly Condition[] }

type Judged = {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly status?: Conditions & {
    readonly ancestors?: readonly Conditions[]
    readonly parents?: readonly Conditions[]
    readonly listeners?: readonly Conditions[]
  }
}

/** What is read of Envoy's resources, and of the objects with their status, by kind. */
export type Output = {
  readonly xds: Readonly<Record<string, { readonly configs: readonly Dump[] }>>
  readonly objects: Readonly<Record<string, Judged | readonly Judged[]>>
}

/** What `egctl x translate -o json` prints: beside `xds`, the kinds of objects. */
export type Printed = Pick<Output, 'xds'> & Output['objects']

/** What the translator has made: Envoy's resources by kind, and what became of each object that it read. */
export type Translated = {
  readonly listeners: readonly Listener[]
  readonly clusters: readonly Cluster[]
  readonly routes: ReadonlyMap<string, Routes>
  readonly endpoints: ReadonlyMap<string, Assignment>
  /** Runtime flags of the bootstrap that Envoy Gateway gives its proxies. */
  readonly runtime: Part
  readonly verdicts: readonly Verdict[]
}

/** A condition of an object's status. */
type Verdict = { readonly object: string; readonly condition: string; readonly message: string }

/** Sorts what the translator has printed. */
export function translated({ xds, objects }: Output): Translated {
  const dumps = Object.values(xds).flatMap(({ configs }) => configs)
  const dump = (kind: string): Partial<Dump> => dumps.find((one) => one['@type'].endsWith(`.${kind}`)) ?? {}
  const { dynamicListeners = [] } = dump('ListenersConfigDump')
  const { dynamicActiveClusters = [] } = dump('ClustersConfigDump')
  const { dynamicRouteConfigs = [] } = dump('RoutesConfigDump')
  const { dynamicEndpointConfigs = [] } = dump('EndpointsConfigDump')
  const { bootstrap } = dump('BootstrapConfigDump')
  if (bootstrap === undefined) throw new Error('the translator has made no bootstrap')
  return {
    listeners: dynamicListeners.map(({ activeState }) => untyped(activeState.listener)),
    clusters: dynamicActiveClusters.map(({ cluster }) => untyped(cluster)),
    routes: new Map(dynamicRouteConfigs.map(({ routeConfig }) => [routeConfig.name, untyped(routeConfig)])),
    endpoints: new Map(dynamicEndpointConfigs.map(({ endpointConfig: one }) => [one.clusterName, untyped(one)])),
    runtime: bootstrap.layeredRuntime.layers[0].staticLayer,
    verdicts: Object.values(objects).flat().flatMap(verdictsOf),
  }
}

function verdictsOf({ kind, metadata, status = {} }: Judged): readonly Verdict[] {
  const { ancestors = [], parents = [], listeners = [] } = status
  return [status, ...ancestors, ...parents, ...listeners]
    .flatMap(({ conditions = [] }) => conditions)
    .map(({ type, status: value, message }) => ({
      object: `${kind} ${metadata.name}`,
      condition: `${type} ${value}`,
      message,
    }))
}

/** A resource as it stands inside another one, where its type is known. */
function untyped<Resource extends object>({ '@type': _, ...resource }: Resource & { readonly '@type'?: string }) {
  return resource
}
