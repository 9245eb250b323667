import { keepCloudFrontEdges } from '../src/platform/cloudfront/edges.ts'
import { createCloudFrontHandler } from '../src/platform/cloudfront/handler.ts'
import { openLists } from '../src/platform/lists/open-lists.ts'
import { openStore } from '../src/platform/stores/open-store.ts'
import { writeRecord } from '../src/platform/write-record.ts'
import { edgeListOf, edgeRangesOf } from '../src/ranges/edge-ranges-of.ts'

/** JSON of the variables that the build put in; not there if it put in none. */
declare const IPSEAL_BAKED: string | undefined

const baked = typeof IPSEAL_BAKED === 'undefined' ? undefined : IPSEAL_BAKED
const keeperOf = keepCloudFrontEdges({
  baked,
  openStore,
  rangesOf: edgeRangesOf,
  openLists,
  bundledOf: edgeListOf,
  report: writeRecord,
})

/** For `origin-request` and `viewer-request`. */
export const handler = createCloudFrontHandler({ keeperOf, report: writeRecord })
