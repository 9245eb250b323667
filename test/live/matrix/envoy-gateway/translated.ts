/** JSON as the translator writes it; only what is known to be there is touched. */
// biome-ignore lint/suspicious/noExplicitAny: a configuration of Envoy's has no type here, and a wrong path shows at once.
export type Any = any

/** What the translator has made: Envoy's resources by kind, and what became of each object that it read. */
export type Translated = {
  readonly listeners: readonly Any[]
  readonly clusters: readonly Any[]
  readonly routes: ReadonlyMap<string, Any>
  readonly endpoints: ReadonlyMap<string, Any>
  /** Runtime flags of the bootstrap that Envoy Gateway gives its proxies. */
  readonly runtime: Readonly<Record<string, unknown>>
  readonly verdicts: readonly Verdict[]
}

/** A condition of an object's status. */
export type Verdict = { readonly object: string; readonly condition: string; readonly message: string }

/** Reads `egctl x translate -o json`. */
export function translated(output: Any): Translated {
  const dumps: readonly Any[] = Object.values<Any>(output.xds).flatMap(({ configs }) => configs)
  const dump = (kind: string): Any => dumps.find((one) => one['@type'].endsWith(`.${kind}`)) ?? {}
  const routes: readonly Any[] = (dump('RoutesConfigDump').dynamicRouteConfigs ?? []).map(({ routeConfig }: Any) =>
    untyped(routeConfig),
  )
  const endpoints: readonly Any[] = (dump('EndpointsConfigDump').dynamicEndpointConfigs ?? []).map(
    ({ endpointConfig }: Any) => untyped(endpointConfig),
  )
  return {
    listeners: dump('ListenersConfigDump').dynamicListeners.map(({ activeState }: Any) =>
      untyped(activeState.listener),
    ),
    clusters: (dump('ClustersConfigDump').dynamicActiveClusters ?? []).map(({ cluster }: Any) => untyped(cluster)),
    routes: new Map(routes.map((one) => [one.name, one])),
    endpoints: new Map(endpoints.map((one) => [one.clusterName, one])),
    runtime: dump('BootstrapConfigDump').bootstrap.layeredRuntime.layers[0].staticLayer,
    verdicts: verdictsOf(output),
  }
}

function verdictsOf({ xds: _, ...objects }: Any): readonly Verdict[] {
  return Object.values<Any>(objects)
    .flat()
    .flatMap(({ kind, metadata, status = {} }: Any) => {
      const conditions: readonly Any[] = [
        ...(status.conditions ?? []),
        ...[...(status.ancestors ?? []), ...(status.parents ?? []), ...(status.listeners ?? [])].flatMap(
          (one: Any) => one.conditions,
        ),
      ]
      return conditions.map(({ type, status: value, message }) => ({
        object: `${kind} ${metadata.name}`,
        condition: `${type} ${value}`,
        message,
      }))
    })
}

/** A resource as it stands inside another one, where its type is known. */
function untyped({ '@type': _, ...resource }: Any): Any {
  return resource
}
