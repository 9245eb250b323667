import type { Feed, FeedReading, FeedRequest } from './feed.ts'
import { parseOne } from './read-bodies.ts'
import { exactly, list, object, readJson, text, texts, wholeNumber } from './shape.ts'

const SOURCE = 'https://www.microsoft.com/en-us/download/details.aspx?id=56519'

/** Where Front Door connects to origins from. Frontend and FirstParty are where clients connect to. */
const TAG = 'AzureFrontDoor.Backend'

const document = object({
  cloud: exactly('Public'),
  changeNumber: wholeNumber,
  values: list(object({ name: text, properties: object({ addressPrefixes: texts }) })),
})

const FILE_URL =
  /https:\/\/download\.microsoft\.com\/download\/[0-9A-Za-z/-]{1,128}\/ServiceTags_Public_[0-9]{8}\.json/g

/**
 * Front Door's part of Azure's service tags: a file of about 4 MB whose address changes every week and stands in a page
 * for people. New blocks are in it for at least a week before they are used.
 */
export const azureFrontDoorFeed: Feed = {
  provider: 'azure-front-door',
  source: SOURCE,
  requests: [{ url: SOURCE, contentTypes: ['text/html'], maxBytes: 2_000_000, follow: findFile }],
  parse: parseOne(parse),
}

/** The page decides which file, never where from: another host is not asked, and a page that names two names none. */
function findFile(page: string): FeedRequest | undefined {
  const [url, ...others] = new Set(page.match(FILE_URL))
  if (url === undefined || others.length > 0) return undefined
  return { url, contentTypes: ['application/json', 'application/octet-stream'], maxBytes: 16_000_000 }
}

function parse(body: string): FeedReading {
  const read = readJson(body, document)
  if (!read.ok) return read
  const tags = read.value.values.filter(({ name }) => name === TAG)
  const [tag] = tags
  if (tag === undefined || tags.length > 1) {
    return { ok: false, fault: `values must have one tag ${TAG}; got ${tags.length}` }
  }
  const { changeNumber } = read.value
  const version = { text: String(changeNumber), order: changeNumber }
  return { ok: true, claimed: tag.properties.addressPrefixes, version }
}
