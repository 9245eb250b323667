import type { Feed, FeedReading } from './feed.ts'
import { parseOne } from './read-bodies.ts'
import { object, readJson, texts } from './shape.ts'

const SOURCE = 'https://www.keycdn.com/shield-prefixes.json'

const document = object({ prefixes: texts })

/** KeyCDN's origin shields, the only servers of its that have a list: of use for zones whose shield is on. */
export const keycdnFeed: Feed = {
  provider: 'keycdn',
  source: SOURCE,
  requests: [{ url: SOURCE, contentTypes: ['application/json'], maxBytes: 65_536 }],
  parse: parseOne(parse),
}

function parse(body: string): FeedReading {
  const read = readJson(body, document)
  return read.ok ? { ok: true, claimed: read.value.prefixes } : read
}
