/**
 * Writes test/vectors/signed-documents.json: documents good and forged, each with what a reader has to say about it.
 *
 * Run once with `node test/assertion/write-document-vectors.ts`, and again only to add cases: ECDSA signatures differ
 * each time.
 */
import { writeFileSync } from 'node:fs'
import { DOCUMENTS_URL, type DocumentVector, type DocumentVectorFile } from './document-vectors.ts'
import { encode, forge, type Part, signRaw, type TestKey } from './forge.ts'
import { claims, eddsa, es256, good as goodAssertion, hs256, stranger } from './vector-parts.ts'

const { d: _es256, ...es256Public } = es256
const { d: _eddsa, ...eddsaPublic } = eddsa

const TYPE = 'ipseal-ranges'
const text = '{"v":1,"provider":"cloudflare","prefixes":["173.245.48.0/20"]}'
const payload = `${TYPE}\n${text}`
const header = { alg: 'ES256', kid: 'test-es256', typ: TYPE }
const good = forge(header, payload, es256)
const [goodHeader = '', goodPayload = '', goodSignature = ''] = good.split('.')

type Expected = DocumentVector['expect']

function token(name: string, written: string, reason: string | undefined): DocumentVector {
  const expected: Expected = reason === undefined ? { text } : { reason }
  return { name, token: written, expect: expected }
}

function headed(name: string, changed: object, reason?: string): DocumentVector {
  return token(name, signedBy(es256, changed), reason)
}

function signedBy(key: TestKey, changed: object = {}): string {
  return forge({ ...header, ...changed }, payload, key)
}

function paid(name: string, part: Part, reason: string): DocumentVector {
  return token(name, forge(header, part, es256), reason)
}

function unsigned(changed: object): string {
  return `${encode({ ...header, ...changed })}.${encode(payload)}.`
}

function flipped(part: string): string {
  const bytes = Buffer.from(part, 'base64url')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  return bytes.toString('base64url')
}

/** HMAC with the public key's own text as its secret, where a reader lets the token choose the algorithm. */
function confused(): string {
  const signed = `${encode({ ...header, alg: 'HS256' })}.${encode(payload)}`
  const k = Buffer.from(JSON.stringify(es256Public)).toString('base64url')
  return `${signed}.${signRaw(signed, { kty: 'oct', k }).toString('base64url')}`
}

const cases: readonly DocumentVector[] = [
  token('opens a document signed with ES256', good, undefined),
  token('opens a document signed with EdDSA', signedBy(eddsa, { alg: 'EdDSA', kid: 'test-eddsa' }), undefined),
  headed('looks at no key in the header', { jwk: { kty: 'EC', crv: 'P-256', x: stranger.x, y: stranger.y } }),
  token('refuses the text without a signature', text, 'malformed'),
  token('refuses nothing', '', 'malformed'),
  token('refuses algorithm none', unsigned({ alg: 'none' }), 'malformed'),
  token('refuses algorithm none with some signature', `${unsigned({ alg: 'none' })}AA`, 'wrong-algorithm'),
  token(
    'refuses a shared secret, which every reader could sign with',
    signedBy(hs256, { alg: 'HS256', kid: 'test-hs256' }),
    'wrong-algorithm',
  ),
  token('refuses an HMAC over the public key', confused(), 'wrong-algorithm'),
  headed('refuses the algorithm of another key', { alg: 'EdDSA' }, 'wrong-algorithm'),
  headed('refuses crit', { crit: ['exp'], exp: 0 }, 'critical-header'),
  headed('refuses b64', { b64: false }, 'critical-header'),
  headed('refuses a kid that it does not know', { kid: 'test-other' }, 'unknown-key'),
  headed('refuses a document without a kid', { kid: undefined }, 'unknown-key'),
  token('refuses a document that another key signed under this kid', signedBy(stranger), 'bad-signature'),
  headed('refuses a document of another type', { typ: 'ipseal-other' }, 'wrong-type'),
  headed('refuses a document without a type', { typ: undefined }, 'wrong-type'),
  headed('refuses a type in another case', { typ: 'IPSEAL-RANGES' }, 'wrong-type'),
  paid('refuses a payload that begins with another type', `ipseal-other\n${text}`, 'wrong-type'),
  paid('refuses a payload without its type', text, 'wrong-type'),
  token('refuses an assertion of the same key', goodAssertion, 'wrong-type'),
  paid('refuses the claims of an assertion under this type', claims, 'wrong-type'),
  token('refuses a token with padding', `${good}==`, 'malformed'),
  token('refuses a token with white space at its end', `${good}\n`, 'malformed'),
  token(
    'refuses the alphabet of plain base64',
    `${goodHeader}.${goodPayload}.${goodSignature.slice(0, -2)}+/`,
    'malformed',
  ),
  token('refuses a token of two parts', `${goodHeader}.${goodPayload}`, 'malformed'),
  token('refuses a token of four parts', `${good}.${goodSignature}`, 'malformed'),
  token('refuses a header that is no JSON', `${encode('{')}.${goodPayload}.${goodSignature}`, 'malformed'),
  token(
    'refuses a header that names its key twice',
    `${encode('{"alg":"ES256","kid":"test-eddsa","kid":"test-es256","typ":"ipseal-ranges"}')}.${goodPayload}.${goodSignature}`,
    'malformed',
  ),
  token(
    'refuses a payload with a flipped bit',
    `${goodHeader}.${flipped(goodPayload)}.${goodSignature}`,
    'bad-signature',
  ),
  token(
    'refuses a signature with a flipped bit',
    `${goodHeader}.${goodPayload}.${flipped(goodSignature)}`,
    'bad-signature',
  ),
  token('refuses a signature cut short', `${goodHeader}.${goodPayload}.${goodSignature.slice(0, 40)}`, 'bad-signature'),
  token('refuses a payload cut short', `${goodHeader}.${goodPayload.slice(0, 40)}.${goodSignature}`, 'bad-signature'),
]

const file: DocumentVectorFile = {
  about:
    'Signed documents of the type ipseal-ranges as a reader finds them, with the text that it gets or why it gets none. ' +
    'The payload is the type, a line feed, and the text. The key set holds a published test secret for HS256, which ' +
    'signs no document.',
  keys: { keys: [es256Public, eddsaPublic, hs256] },
  type: TYPE,
  cases,
}

writeFileSync(DOCUMENTS_URL, `${JSON.stringify(file, null, 2)}\n`)
