import { createCloudflareWorker } from '../src/platform/cloudflare/handler.ts'
import { EDGE_SNAPSHOT } from '../src/ranges/edge-snapshot.ts'

const lists = new Map<string, readonly string[]>(
  Object.values(EDGE_SNAPSHOT).map(({ provider, prefixes }) => [provider, prefixes]),
)

export default createCloudflareWorker({
  rangesOf: (provider) => lists.get(provider),
  // One line for each request; the platform adds nothing of its own, see observability in wrangler.toml.
  report: (record) => console.log(JSON.stringify(record)),
})
