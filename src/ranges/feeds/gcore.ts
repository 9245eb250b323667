import type { Feed, FeedReading } from './feed.ts'
import { parseOne } from './read-bodies.ts'
import { object, readJson, texts } from './shape.ts'

const SOURCE = 'https://api.gcore.com/cdn/public-ip-list'

const document = object({ addresses: texts, addresses_v6: texts })

/** Gcore's edge servers: single hosts, written as blocks, which change every week. It has no version. */
export const gcoreFeed: Feed = {
  provider: 'gcore',
  source: SOURCE,
  requests: [{ url: SOURCE, contentTypes: ['application/json'], maxBytes: 262_144 }],
  parse: parseOne(parse),
}

function parse(body: string): FeedReading {
  const read = readJson(body, document)
  return read.ok ? { ok: true, claimed: [...read.value.addresses, ...read.value.addresses_v6] } : read
}
