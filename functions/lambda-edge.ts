import { keepCloudFrontEdges } from '../src/platform/cloudfront/edges.ts'
import { createCloudFrontHandler } from '../src/platform/cloudfront/handler.ts'
import { openStore } from '../src/platform/stores/open-store.ts'
import { EDGE_SNAPSHOT } from '../src/ranges/edge-snapshot.ts'

/** JSON of the variables that the build put in; not there if it put in none. */
declare const IPSEAL_BAKED: string | undefined

const lists = new Map<string, readonly string[]>(
  Object.values(EDGE_SNAPSHOT).map(({ provider, prefixes }) => [provider, prefixes]),
)

// One line for each request. The console of the runtime would put a time and an id before the JSON.
const report = (record: object): void => {
  process.stdout.write(`${JSON.stringify(record)}\n`)
}

const baked = typeof IPSEAL_BAKED === 'undefined' ? undefined : IPSEAL_BAKED
const keeperOf = keepCloudFrontEdges({ baked, openStore, rangesOf: (provider) => lists.get(provider), report })

/** For `origin-request` and `viewer-request`. */
export const handler = createCloudFrontHandler({ keeperOf, report })
