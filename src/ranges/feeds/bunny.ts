import type { Feed, FeedRequest } from './feed.ts'
import { hostPrefix } from './host-prefix.ts'
import { parseEach } from './read-bodies.ts'
import { list, readJson, textLike } from './shape.ts'

const SOURCE = 'https://api.bunny.net/system/edgeserverlist'

const hosts = list(textLike(/^[0-9A-Fa-f.:]{2,45}$/, 'one address'))

/** Bunny's edge servers, which are single hosts and change many times a month: two lists of addresses, no version. */
export const bunnyFeed: Feed = {
  provider: 'bunny',
  source: SOURCE,
  requests: [requestFor(SOURCE), requestFor(`${SOURCE}/IPv6`)],
  parse: parseEach(2, (body) => {
    const read = readJson(body, hosts)
    return read.ok ? { ok: true, value: read.value.map(hostPrefix) } : read
  }),
}

/** The same address answers in XML to those who ask for it, so the media type is not a matter of form. */
function requestFor(url: string): FeedRequest {
  return { url, contentTypes: ['application/json'], maxBytes: 262_144 }
}
