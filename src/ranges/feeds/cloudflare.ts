import type { Feed, FeedReading } from './feed.ts'
import { parseOne } from './read-bodies.ts'
import { exactly, object, readJson, textLike, texts } from './shape.ts'

const SOURCE = 'https://api.cloudflare.com/client/v4/ips'

const ips = { etag: textLike(/^[0-9A-Za-z-]{1,128}$/, 'a digest'), ipv4_cidrs: texts, ipv6_cidrs: texts }
const answer = object({ success: exactly(true), result: object(ips) })
const jdCloudAnswer = object({ success: exactly(true), result: object({ ...ips, jdcloud_cidrs: texts }) })

/**
 * The list of Cloudflare's API; with `jdCloud` also the data centres of JD Cloud in mainland China, from which requests
 * come only in zones of the China Network.
 *
 * The API is read and not the pages `/ips-v4` and `/ips-v6`, in whose place a challenge for people has been served. Its
 * `etag` is a digest: it tells states apart and says nothing of their order.
 */
export function cloudflareFeed({ jdCloud = false }: { readonly jdCloud?: boolean } = {}): Feed {
  const url = jdCloud ? `${SOURCE}?networks=jdcloud` : SOURCE
  return {
    provider: 'cloudflare',
    source: SOURCE,
    requests: [{ url, contentTypes: ['application/json'], maxBytes: 65_536 }],
    parse: parseOne(jdCloud ? parseWithJdCloud : parse),
  }
}

function parse(body: string): FeedReading {
  const read = readJson(body, answer)
  if (!read.ok) return read
  const { etag, ipv4_cidrs, ipv6_cidrs } = read.value.result
  return { ok: true, claimed: [...ipv4_cidrs, ...ipv6_cidrs], version: { text: etag } }
}

function parseWithJdCloud(body: string): FeedReading {
  const read = readJson(body, jdCloudAnswer)
  if (!read.ok) return read
  const { etag, ipv4_cidrs, ipv6_cidrs, jdcloud_cidrs } = read.value.result
  // Whoever begins to ask for these has another list under an etag that may be the same.
  const version = { text: `${etag}+jdcloud` }
  return { ok: true, claimed: [...ipv4_cidrs, ...ipv6_cidrs, ...jdcloud_cidrs], version }
}
