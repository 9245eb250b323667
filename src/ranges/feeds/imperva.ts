import type { Feed, FeedReading } from './feed.ts'
import { parseOne } from './read-bodies.ts'
import { exactly, object, readJson, texts } from './shape.ts'

const SOURCE = 'https://my.imperva.com/api/integration/v1/ips'

/** `res` is 0 in an answer that is one; faults come with status 200 and another number. */
const document = object({ res: exactly(0), ipRanges: texts, ipv6Ranges: texts })

/** Imperva's list, which has no version. */
export const impervaFeed: Feed = {
  provider: 'imperva',
  source: SOURCE,
  requests: [{ url: SOURCE, contentTypes: ['application/json'], maxBytes: 65_536 }],
  parse: parseOne(parse),
}

function parse(body: string): FeedReading {
  const read = readJson(body, document)
  return read.ok ? { ok: true, claimed: [...read.value.ipRanges, ...read.value.ipv6Ranges] } : read
}
