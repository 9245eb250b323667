import type { Edge } from '../edge/edge.ts'
import { type ReadVariable, startEdge } from '../edge/edge-sources.ts'
import { keepFresh } from '../fresh/fresh.ts'
import type { PolicySources } from '../settings/build-policy.ts'
import { EDGE_TIMES } from './edge-times.ts'
import { isSet, readFirst } from './read-first.ts'
import type { Store } from './stores/store.ts'
import { storeRecord } from './stores/store-record.ts'
import { storedVariables } from './stores/stored-variables.ts'

export type KeepEdgeOptions = {
  /**
   * The environment, or what was baked in. A variable that is set here wins over the store's. IPSEAL_KEYS names the
   * store; without it everything comes from here.
   */
  readonly read: ReadVariable
  readonly openStore: (reference: string) => Store
  readonly rangesOf: PolicySources['rangesOf']
  readonly platform?: string
  /** Told of failed starts and of what became of the store, as records of a structured log. */
  readonly report: (record: object) => void
}

/** `now` is in Unix seconds. Undefined: the edge has not started, or its keys are too old to sign; answer 503. */
export type KeepEdge = (now: number) => Edge | undefined | Promise<Edge | undefined>

/** An edge, and the text of every variable that it was made from. */
type Started = { readonly edge: Edge; readonly texts: ReadonlyMap<string, string | undefined> }

/**
 * Returns a function that hands out the edge, made from variables and the store that IPSEAL_KEYS names, and made anew
 * when what they hold has changed.
 *
 * The first caller waits for it. From then on it is refreshed behind the callers' backs, and serves on for an hour while
 * the store fails. It never throws: faults go to `report`, none of them with a secret.
 */
export function keepEdge({ read, openStore, rangesOf, platform, report }: KeepEdgeOptions): KeepEdge {
  let store: Store | undefined
  let started: Started | undefined

  const openNamed = async (): Promise<Store | undefined> => {
    const reference = await read('IPSEAL_KEYS')
    if (isSet(reference)) store ??= openStore(reference)
    return store
  }

  const start = async (now: number, signal: AbortSignal): Promise<Edge> => {
    const contents = await (await openNamed())?.load(signal)
    const readAny = contents === undefined ? read : readFirst(read, storedVariables(contents, now))
    if (started !== undefined && (await isUnchanged(started, readAny))) return started.edge
    const texts = new Map<string, string | undefined>()
    const readAndKeep: ReadVariable = async (name) => {
      const text = await readAny(name)
      texts.set(name, text)
      return text
    }
    const edge = await startEdge(readAndKeep, { rangesOf, platform })
    started = { edge, texts }
    return edge
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

/** An edge costs as much to make as many requests to serve, and its sealer knows the tokens of the last seconds. */
async function isUnchanged({ texts }: Started, read: ReadVariable): Promise<boolean> {
  for (const [name, text] of texts) if ((await read(name)) !== text) return false
  return true
}
