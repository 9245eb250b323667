import type { ReadVariable } from '../../edge/edge-sources.ts'
import type { KeepListsOptions } from '../lists/keep-lists.ts'
import { startWithLists } from '../lists/start-with-lists.ts'
import { readFirst } from '../read-first.ts'
import type { Store } from '../stores/store.ts'
import { type CloudflareEnv, type CloudflareOptions, createCloudflareWorker } from './handler.ts'

export type CloudflareKvOptions = Omit<CloudflareOptions, 'start' | 'report'> &
  KeepListsOptions & {
    /** Where settings and key set are, if no binding holds them: `(env) => openKvStore('kv:IPSEAL_KV/prod', env)`. */
    readonly openStore?: (env: CloudflareEnv) => Store | undefined
  }

/** What of an edge may lie in a store that people can look into. */
const STORED: Readonly<Record<string, string>> = { IPSEAL_CONFIG: 'settings', IPSEAL_JWKS: 'jwks' }

/**
 * Makes the fetch handler of a Worker as `createCloudflareWorker` does, with what may lie in stores from there: settings,
 * key set, and the lists of the store that IPSEAL_RANGES names. A binding wins over what is stored.
 *
 * `report` is told of every request, of every failed start, and of what became of each list.
 */
export function createCloudflareKvWorker({
  openStore,
  openLists,
  bundledOf,
  ...options
}: CloudflareKvOptions): ReturnType<typeof createCloudflareWorker> {
  const start = startWithLists({ openLists, bundledOf, report: options.report })
  return createCloudflareWorker({
    ...options,
    start: async (readBindings, sources, { env, signal }) => {
      const stored = await openStore?.(env)?.load(signal)
      const moment = { now: Date.now() / 1000, signal, bindings: env }
      return await start(readFirst(readBindings, readStored(stored)), sources, moment)
    },
  })
}

function readStored(contents: ReadonlyMap<string, string> | undefined): ReadVariable {
  return (name) => Promise.resolve(contents?.get(STORED[name] ?? ''))
}
