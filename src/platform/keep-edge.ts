import type { Edge } from '../edge/edge.ts'
import type { ReadVariable } from '../edge/edge-sources.ts'
import { keepFresh } from '../fresh/fresh.ts'
import type { PolicySources } from '../settings/build-policy.ts'
import { EDGE_TIMES } from './edge-times.ts'
import type { KeepListsOptions } from './lists/keep-lists.ts'
import { startWithLists } from './lists/start-with-lists.ts'
import { isSet, readFirst } from './read-first.ts'
import type { Store } from './stores/store.ts'
import { storeRecord } from './stores/store-record.ts'
import { storedVariables } from './stores/stored-variables.ts'

export type KeepEdgeOptions = KeepListsOptions & {
  /**
   * The environment, or what was baked in. A variable that is set here wins over the store's. IPSEAL_KEYS names the
   * store; without it everything comes from here.
   */
  readonly read: ReadVariable
  readonly openStore: (reference: string) => Store
  /** The lists that are gone by where IPSEAL_RANGES names no store. */
  readonly rangesOf: PolicySources['rangesOf']
  readonly platform?: string
}

/**
 * `now` is in Unix seconds. Undefined: the edge has not started, its keys are too old to sign, or its lists are staler than
 * the settings allow; answer 503.
 */
export type KeepEdge = (now: number) => Edge | undefined | Promise<Edge | undefined>

/**
 * Returns a function that hands out the edge, made from variables and the store that IPSEAL_KEYS names, and made anew
 * when what they hold has changed, or the lists in the store that IPSEAL_RANGES names.
 *
 * The first caller waits for it. From then on it is refreshed behind the callers' backs, and serves on for an hour while
 * the store fails. It never throws: faults go to `report`, none of them with a secret.
 */
export function keepEdge(options: KeepEdgeOptions): KeepEdge {
  const { read, openStore, rangesOf, platform, report } = options
  const startEdge = startWithLists(options)
  let store: Store | undefined

  const openNamed = async (): Promise<Store | undefined> => {
    const reference = await read('IPSEAL_KEYS')
    if (isSet(reference)) store ??= openStore(reference)
    return store
  }

  const start = async (now: number, signal: AbortSignal): Promise<Edge | undefined> => {
    const contents = await (await openNamed())?.load(signal)
    const readAny = contents === undefined ? read : readFirst(read, storedVariables(contents, now))
    return await startEdge(readAny, { rangesOf, platform }, { now, signal })
  }

  const fresh = keepFresh({
    ...EDGE_TIMES,
    load: start,
    report: (event) => {
      const record = storeRecord(event, store?.name, Date.now())
      if (record !== undefined) report(record)
    },
  })
  return (now) => fresh(now, now)
}
