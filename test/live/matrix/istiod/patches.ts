import type { ConfigPatch, EnvoyFilterValue, FilterDocument, Json } from './documents.ts'

const CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager'

export type Workload = { readonly labels: Readonly<Record<string, string>> }

/** A connection manager while it is made: what it says besides its HTTP filters, and these. */
export type ConnectionManager = { readonly config: Json; readonly filters: readonly EnvoyFilterValue[] }

/**
 * Applies EnvoyFilters to the connection manager of a gateway as istiod does (envoyfilter/listener_patch.go): first
 * what is merged into it, then each change of its filters in order. A patch for a filter that is not there does nothing.
 */
export function patch(
  manager: ConnectionManager,
  documents: readonly FilterDocument[],
  workload: Workload,
): ConnectionManager {
  const patches = documents.filter((one) => isFor(one, workload)).flatMap(({ spec }) => spec.configPatches)
  const fitting = patches.filter(({ match }) => fits(match))
  const config = fitting.filter(({ applyTo }) => applyTo === 'NETWORK_FILTER').reduce(mergeInto, manager.config)
  const filters = fitting.filter(({ applyTo }) => applyTo === 'HTTP_FILTER').reduce(insert, manager.filters)
  return { config, filters }
}

function isFor({ spec }: FilterDocument, { labels }: Workload): boolean {
  return Object.entries(spec.workloadSelector.labels).every(([name, value]) => labels[name] === value)
}

function fits({ context, listener }: ConfigPatch['match']): boolean {
  return (context === 'ANY' || context === 'GATEWAY') && listener.filterChain.filter.name === CONNECTION_MANAGER
}

function mergeInto(config: Json, { patch: { operation, value } }: ConfigPatch): Json {
  if (operation !== 'MERGE') throw new Error(`not translated: ${operation} of a network filter`)
  const { '@type': _, ...members } = value.typed_config
  return merge(config, members)
}

/** As protobuf merges: lists are appended to, messages merged, everything else replaced. */
function merge(into: Json, from: Json): Json {
  const merged: Json = Object.fromEntries(
    Object.entries(from).map(([name, value]) => [name, mergeValue(into[name], value)]),
  )
  return { ...into, ...merged }
}

function mergeValue(before: unknown, value: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value]
  return isObject(before) && isObject(value) ? merge(before, value) : value
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function insert(
  filters: readonly EnvoyFilterValue[],
  { match, patch: change }: ConfigPatch,
): readonly EnvoyFilterValue[] {
  const wanted = match.listener.filterChain.filter.subFilter?.name
  const at = filters.findIndex(({ name }) => name === wanted)
  if (at === -1) return filters
  switch (change.operation) {
    case 'INSERT_BEFORE':
      return [...filters.slice(0, at), change.value, ...filters.slice(at)]
    case 'INSERT_AFTER':
      return [...filters.slice(0, at + 1), change.value, ...filters.slice(at + 1)]
    case 'MERGE':
      throw new Error('not translated: MERGE of an HTTP filter')
  }
}
