import { CLAIM_NAMES } from '../../headers/claim-names.ts'
import { foldHeaderName } from '../../headers/header-name.ts'
import { remember } from '../../headers/remember.ts'

/** Headers of which a request has one value, or that are about this connection. The reader collects each by itself. */
export type CollectedName =
  | 'connection'
  | 'content-length'
  | 'host'
  | 'te'
  | 'trailer'
  | 'transfer-encoding'
  | 'x-forwarded-host'
  | 'x-forwarded-proto'

/** What is done with a header of a request, which depends on its name alone. */
export type Treatment =
  | 'keep'
  /** Ours in some spelling: shown to the verifier, and never to the application. */
  | 'verify'
  | 'drop'
  | CollectedName

const COLLECTED: ReadonlySet<string> = new Set<CollectedName>([
  'connection',
  'content-length',
  'host',
  'te',
  'trailer',
  'transfer-encoding',
  'x-forwarded-host',
  'x-forwarded-proto',
])

/** Other headers about one connection (RFC 9110 section 7.6.1). `Expect` is answered here. */
const CONNECTION_HEADERS = [
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'upgrade',
]

/**
 * What an application believes of a proxy in front of it, once it is told to believe X-Forwarded-For. The edge sets none
 * of these, so whoever sent one is a client. `Proxy` is an environment variable of CGI programs (CVE-2016-5385), and by
 * `X-Original-URL` frameworks serve another path than the one that was verified or is exempt (CVE-2018-14773).
 */
const PROXY_CLAIMS = [
  'front-end-https',
  'proxy',
  'x-forwarded-by',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-protocol',
  'x-forwarded-scheme',
  'x-forwarded-server',
  'x-forwarded-ssl',
  'x-original-url',
  'x-rewrite-url',
  'x-scheme',
  'x-url-scheme',
]

/** Browsers use a few dozen names. No name that means anything to us is longer. */
const ROOM_FOR_NAMES = { entries: 1024, keyLength: 64 }

/**
 * Returns what tells the treatment of a header by its name.
 *
 * Every name that folds into one of ours, of a proxy's or of a connection's and is spelt otherwise is dropped: the
 * application may fold too, and `Transfer_Encoding` is then the other reading of where a body ends.
 */
export function createTreatments(remove: (name: string) => boolean): (name: string) => Treatment {
  const dropped = new Set([...CLAIM_NAMES, ...CONNECTION_HEADERS, ...PROXY_CLAIMS])
  return remember(ROOM_FOR_NAMES, (name): Treatment => {
    if (remove(name)) return 'verify'
    const folded = foldHeaderName(name)
    if (dropped.has(folded)) return 'drop'
    if (!isCollected(folded)) return 'keep'
    return name.toLowerCase() === folded ? folded : 'drop'
  })
}

function isCollected(name: string): name is CollectedName {
  return COLLECTED.has(name)
}

/** Headers of a response that say where it ends, or are about the connection to the application. */
export type ResponseCollected = 'connection' | 'content-length' | 'trailer' | 'transfer-encoding'

/** What is done with a header of a response. */
export type ResponseTreatment = 'keep' | 'drop' | ResponseCollected

const RESPONSE_TREATMENTS: ReadonlyMap<string, ResponseTreatment> = new Map([
  ['connection', 'connection'],
  ['content-length', 'content-length'],
  ['keep-alive', 'drop'],
  ['proxy-authenticate', 'drop'],
  ['proxy-connection', 'drop'],
  ['te', 'drop'],
  ['trailer', 'trailer'],
  ['transfer-encoding', 'transfer-encoding'],
  ['upgrade', 'drop'],
])

export const treatResponseHeader = remember(ROOM_FOR_NAMES, (name): ResponseTreatment => {
  return RESPONSE_TREATMENTS.get(name.toLowerCase()) ?? 'keep'
})
