import { keepEdge } from '../src/platform/keep-edge.ts'
import { createLambda } from '../src/platform/lambda/handler.ts'
import { markStreaming } from '../src/platform/lambda/stream.ts'
import { openLists } from '../src/platform/lists/open-lists.ts'
import { readEnvironment } from '../src/platform/read-environment.ts'
import { openStore } from '../src/platform/stores/open-store.ts'
import { writeRecord } from '../src/platform/write-record.ts'
import { edgeListOf, edgeRangesOf } from '../src/ranges/edge-ranges-of.ts'

const edgeAt = keepEdge({
  read: readEnvironment,
  openStore,
  rangesOf: edgeRangesOf,
  openLists,
  bundledOf: edgeListOf,
  // A machine of CloudFront is nobody's client: in front of this function without a group for it, it is refused.
  platform: 'cloudfront',
  report: writeRecord,
})
const lambda = createLambda({ edgeAt, report: writeRecord })

/** For every trigger. */
export const handler = lambda.respond

/** For Function URLs in RESPONSE_STREAM mode and REST APIs with response transfer mode STREAM. */
export const streamHandler = markStreaming(lambda.stream)
