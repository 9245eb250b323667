import type { Feed, FeedRequest } from './feed.ts'
import { parseEach } from './read-bodies.ts'
import { readLines } from './read-lines.ts'

const FOLDER = 'https://techdocs.akamai.com/property-manager/pdfs'

/**
 * Akamai's Origin IP ACL: supernets from which any of its customers' properties connects. Changes are announced by mail
 * alone. A Site Shield map, which is far narrower, belongs to one customer and needs its credentials.
 */
export const akamaiFeed: Feed = {
  provider: 'akamai',
  source: `${FOLDER}/akamai_ipv4_CIDRs.txt`,
  requests: [requestFor('akamai_ipv4_CIDRs.txt'), requestFor('akamai_ipv6_CIDRs.txt')],
  parse: parseEach(2, readLines),
}

function requestFor(file: string): FeedRequest {
  return { url: `${FOLDER}/${file}`, contentTypes: ['text/plain'], maxBytes: 65_536 }
}
