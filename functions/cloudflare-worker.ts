import { createCloudflareWorker } from '../src/platform/cloudflare/handler.ts'
import { edgeRangesOf } from '../src/ranges/edge-ranges-of.ts'

export default createCloudflareWorker({
  rangesOf: edgeRangesOf,
  // One line for each request; the platform adds nothing of its own, see observability in wrangler.toml.
  report: (record) => console.log(JSON.stringify(record)),
})
