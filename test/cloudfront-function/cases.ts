import { readFileSync } from 'node:fs'
import addresses from '../vectors/addresses.json' with { type: 'json' }

export type HeaderFields = Readonly<Record<string, { readonly value: string }>>

/** What the store answers: a text, a rejection, or a value of another kind. */
type StoreAnswer = { readonly text: string } | { readonly throws: string } | { readonly raw: unknown }

/** One run, ready to be handed to whatever executes the function. The event is JSON, so that each run has its own. */
export type Given = { readonly event: string; readonly store: StoreAnswer }

type Case = {
  readonly name: string
  readonly ip?: unknown
  readonly headers?: HeaderFields
  readonly event?: unknown
  readonly store?: StoreAnswer
}

export type SealedCase = Case & { readonly want: { readonly ip?: string; readonly kept: readonly string[] } }
export type RefusedCase = Case & { readonly want: { readonly status: number; readonly reason: string } }

type Vectors = {
  readonly sealed: readonly SealedCase[]
  readonly refused: readonly RefusedCase[]
  readonly value: { readonly kid: string; readonly secret: string; readonly iss: string; readonly aud: string }
}

// Read and not imported: as a module, `__proto__` would become a prototype. Sound: the file is written in this shape.
const vectors = JSON.parse(
  readFileSync(new URL('../vectors/cloudfront-function.json', import.meta.url), 'utf8'),
) as Vectors

export const { value } = vectors

/** Well-formed addresses that no host sends from. */
const unusable = ['0.0.0.0', '255.255.255.255', '::', '0000:0000:0000:0000:0000:ffff:255.255.255.255']

const noise = (count: number): HeaderFields =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-noise-${i}`, { value: 'noise' }]))

const tooMany = { status: 431, reason: 'too-many-headers' }

/** The function's own vectors, the addresses that every reader of the project is held to, and what is too long to write. */
export const sealed: readonly SealedCase[] = [
  ...vectors.sealed,
  ...addresses.accepted
    .filter(({ text }) => !unusable.includes(text))
    .map(({ text, canonical }) => ({ name: `seals ${text}`, ip: text, want: { ip: canonical, kept: [] } })),
  { name: 'seals a request with a hundred headers', headers: noise(100), want: { kept: Object.keys(noise(100)) } },
]

export const refused: readonly RefusedCase[] = [
  ...vectors.refused,
  ...[...addresses.refused.map(({ text }) => text), ...unusable].map((text) => {
    return { name: `no seal for ${JSON.stringify(text)}`, ip: text, want: { status: 503, reason: 'no-peer' } }
  }),
  { name: 'no seal for a request with 101 headers', headers: noise(101), want: tooMany },
  { name: 'no seal for a request with 5,000 headers', headers: noise(5000), want: tooMany },
]

export const PEER = '192.0.2.7'

/** The request id of every run; a log line has it, and nothing else that came from outside. */
const REQUEST_ID = 'EXAMPLEntjQpEXAMPLE_SG5Z-EXAMPLEPmPfEXAMPLEu3EqEXAMPLE=='

export function givenBy({ event, ip = PEER, headers = {}, store = { text: JSON.stringify(value) } }: Case): Given {
  return { event: JSON.stringify(event === undefined ? viewerRequest(ip, headers) : event), store }
}

/** An event as the Developer Guide shows it. */
export function viewerRequest(ip: unknown, headers: HeaderFields) {
  return {
    version: '1.0',
    context: {
      distributionDomainName: 'd111111abcdef8.cloudfront.net',
      distributionId: 'EDFDVBD6EXAMPLE',
      eventType: 'viewer-request',
      requestId: REQUEST_ID,
    },
    viewer: { ip },
    request: {
      method: 'GET',
      uri: '/media/index.mpd',
      querystring: { ID: { value: '42' } },
      headers,
      cookies: { id: { value: 'CookieIdValue' } },
    },
  }
}
