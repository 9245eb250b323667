import type { Feed, FeedReading } from './feed.ts'
import { hostPrefix } from './host-prefix.ts'
import { parseOne } from './read-bodies.ts'
import { readLines } from './read-lines.ts'
import { readNetblocks } from './read-netblocks.ts'
import { readPrefixDocument } from './read-prefix-document.ts'
import type { Read } from './shape.ts'

/** `netblocks`: TXT records as DNS over HTTPS gives them in JSON. */
export type PrivateFormat = 'text' | 'json' | 'netblocks'

const FORMATS = {
  text: { contentTypes: ['text/plain'], read: readLines },
  json: { contentTypes: ['application/json'], read: readPrefixDocument },
  netblocks: { contentTypes: ['application/json', 'application/dns-json'], read: readNetblocks },
} satisfies Record<
  PrivateFormat,
  { readonly contentTypes: readonly string[]; readonly read: (body: string) => Read<readonly string[]> }
>

/**
 * A list of one's own, `list:<name>` in a policy. In it an address stands for the block of that address alone.
 *
 * Nobody publishes what such a list holds, so only its bounds guard it: whoever writes the file names whom to believe.
 */
export function privateFeed(list: {
  readonly name: string
  readonly url: string
  readonly format: PrivateFormat
}): Feed {
  const { contentTypes, read } = FORMATS[list.format]
  return {
    provider: `list:${list.name}`,
    source: list.url,
    requests: [{ url: list.url, contentTypes, maxBytes: 1_000_000 }],
    parse: parseOne((body): FeedReading => {
      const entries = read(body)
      if (!entries.ok) return entries
      return { ok: true, claimed: entries.value.map((entry) => (entry.includes('/') ? entry : hostPrefix(entry))) }
    }),
  }
}
