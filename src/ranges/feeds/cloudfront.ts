import type { Feed, FeedReading } from './feed.ts'
import { parseOne } from './read-bodies.ts'
import { list, object, readJson, refuse, text, textLike } from './shape.ts'

const SOURCE = 'https://ip-ranges.amazonaws.com/ip-ranges.json'

/** Where CloudFront connects to origins from. CLOUDFRONT is twelve times as large: viewers connect to most of it. */
const SERVICE = 'CLOUDFRONT_ORIGIN_FACING'
const WIDER_SERVICE = 'CLOUDFRONT'

const document = object({
  syncToken: textLike(/^[1-9][0-9]{9,11}$/, 'a time in Unix seconds as text'),
  createDate: textLike(/^[0-9]{4}(?:-[0-9]{2}){5}$/, 'a date such as 2026-08-22-21-17-05'),
  prefixes: list(object({ ip_prefix: text, service: text })),
  ipv6_prefixes: list(object({ ipv6_prefix: text, service: text })),
})

/**
 * CloudFront's part of the list of all of AWS: about 17,000 rows, 2.6 MB, a new state three times a day.
 *
 * `wider` is the service CLOUDFRONT, where a block has been seen 70 days before it began to connect to origins.
 */
export const cloudfrontFeed: Feed = {
  provider: 'cloudfront',
  source: SOURCE,
  requests: [{ url: SOURCE, contentTypes: ['application/json'], maxBytes: 8_000_000 }],
  parse: parseOne(parse),
}

function parse(body: string): FeedReading {
  const read = readJson(body, document)
  if (!read.ok) return read
  const { syncToken, prefixes, ipv6_prefixes } = read.value
  const rows = [
    ...prefixes.map(({ ip_prefix, service }) => ({ prefix: ip_prefix, service })),
    ...ipv6_prefixes.map(({ ipv6_prefix, service }) => ({ prefix: ipv6_prefix, service })),
  ]
  const prefixesOf = (wanted: string): readonly string[] =>
    rows.flatMap(({ prefix, service }) => (service === wanted ? [prefix] : []))
  const claimed = prefixesOf(SERVICE)
  if (claimed.length === 0) return refuse('prefixes', `have rows of the service ${SERVICE}`, undefined)
  const version = { text: syncToken, order: Number(syncToken) }
  return { ok: true, claimed, version, wider: prefixesOf(WIDER_SERVICE) }
}
