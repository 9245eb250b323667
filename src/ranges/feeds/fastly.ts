import type { Feed, FeedReading } from './feed.ts'
import { parseOne } from './read-bodies.ts'
import { object, readJson, texts } from './shape.ts'

const SOURCE = 'https://api.fastly.com/public-ip-list'

const document = object({ addresses: texts, ipv6_addresses: texts })

/** Fastly's list, which is complete and has no version; changes are announced on Fastly's status page before their use. */
export const fastlyFeed: Feed = {
  provider: 'fastly',
  source: SOURCE,
  requests: [{ url: SOURCE, contentTypes: ['application/json'], maxBytes: 65_536 }],
  parse: parseOne(parse),
}

function parse(body: string): FeedReading {
  const read = readJson(body, document)
  return read.ok ? { ok: true, claimed: [...read.value.addresses, ...read.value.ipv6_addresses] } : read
}
