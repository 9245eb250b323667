import type { Feed, FeedReading } from './feed.ts'
import { parseOne } from './read-bodies.ts'
import { list, object, readJson, text } from './shape.ts'

const SOURCE = 'https://prefixlists.tools.cdn77.com/public_lmax_prefixes.json'

const document = object({ prefixes: list(object({ prefix: text })) })

/** CDN77's list of the servers that connect to origins. */
export const cdn77Feed: Feed = {
  provider: 'cdn77',
  source: SOURCE,
  requests: [{ url: SOURCE, contentTypes: ['application/json'], maxBytes: 65_536 }],
  parse: parseOne(parse),
}

function parse(body: string): FeedReading {
  const read = readJson(body, document)
  return read.ok ? { ok: true, claimed: read.value.prefixes.map(({ prefix }) => prefix) } : read
}
