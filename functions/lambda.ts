import { keepEdge } from '../src/platform/keep-edge.ts'
import { createLambda } from '../src/platform/lambda/handler.ts'
import { markStreaming } from '../src/platform/lambda/stream.ts'
import { readEnvironment } from '../src/platform/read-environment.ts'
import { openStore } from '../src/platform/stores/open-store.ts'
import { EDGE_SNAPSHOT } from '../src/ranges/edge-snapshot.ts'

const lists = new Map<string, readonly string[]>(
  Object.values(EDGE_SNAPSHOT).map(({ provider, prefixes }) => [provider, prefixes]),
)

// One line for each request. The console of the runtime would put a time and an id before the JSON.
const report = (record: object): void => {
  process.stdout.write(`${JSON.stringify(record)}\n`)
}

const edgeAt = keepEdge({
  read: readEnvironment,
  openStore,
  rangesOf: (provider) => lists.get(provider),
  // A machine of CloudFront is nobody's client: in front of this function without a group for it, it is refused.
  platform: 'cloudfront',
  report,
})
const lambda = createLambda({ edgeAt, report })

/** For every trigger. */
export const handler = lambda.respond

/** For Function URLs in RESPONSE_STREAM mode and REST APIs with response transfer mode STREAM. */
export const streamHandler = markStreaming(lambda.stream)
