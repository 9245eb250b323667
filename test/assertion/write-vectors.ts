/**
 * Writes test/vectors/assertion-verify.json: tokens good and forged, each with what a verifier has to say about it.
 *
 * Run once with `node test/assertion/write-vectors.ts`, and again only to add cases: ECDSA signatures differ each time.
 */
import { createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { RejectionReason } from '../../src/assertion/index.ts'
import { encode, forge, signRaw, type TestKey } from './forge.ts'
import { testKeys, VECTORS_URL, type Vector, type VectorFile } from './vectors.ts'

const NOW = 1795262400 // 2026-11-21T12:00:00Z
const { es256, eddsa, hs256, stranger } = testKeys

const claims = {
  iss: 'https://edge.example.com',
  aud: 'origin-prod',
  sub: 'client-ip',
  iat: NOW,
  exp: NOW + 60,
  ip: '192.0.2.7',
  via: 'cf-connecting-ip',
  v: 1,
}
const header = { alg: 'ES256', kid: 'test-es256', typ: 'JWT' }
const request = { method: 'GET', host: 'shop.example.com', path: '/cart' }
const bound = { htm: 'GET', host: 'shop.example.com', path: '/cart' }

const good = forge(header, claims, es256)
const [goodHeader = '', goodPayload = '', goodSignature = ''] = good.split('.')

/** What follows the token in a vector: who receives it when, and what a verifier and a JWT library answer. */
type Outcome = Pick<Vector, 'expect' | 'jwtLibrary'> & Partial<Pick<Vector, 'bind' | 'request' | 'now'>>

function says(answer: RejectionReason | Vector['expect'], jwtLibrary: Vector['jwtLibrary'] = null): Outcome {
  return { expect: typeof answer === 'string' ? { reason: answer } : answer, jwtLibrary }
}

function line(name: string, lines: string | readonly string[], outcome: Outcome): Vector {
  const all = typeof lines === 'string' ? [lines] : lines
  return { name, lines: all, bind: 'none', request: null, now: NOW, ...outcome }
}

function payload(name: string, changed: object, outcome: Outcome): Vector {
  return line(name, forge(header, { ...claims, ...changed }, es256), outcome)
}

function rawPayload(name: string, text: string, outcome: Outcome): Vector {
  return line(name, forge(header, text, es256), outcome)
}

function joseHeader(
  name: string,
  changed: object,
  { key = es256, ...outcome }: Outcome & { readonly key?: TestKey },
): Vector {
  return line(name, forge({ ...header, ...changed }, claims, key), outcome)
}

function without(name: keyof typeof claims): object {
  return Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name))
}

/** A token whose signature is right for its very text, whatever alphabet its parts are spelled in. */
function respelled(signed: string): string {
  return `${signed}.${signRaw(signed, es256).toString('base64url')}`
}

const text = JSON.stringify(claims)
const sealed = { ip: claims.ip, via: claims.via }
const pem = createPublicKey({ key: { ...es256 }, format: 'jwk' })
  .export({ type: 'spki', format: 'pem' })
  .toString()
const asSecret = (bytes: string | Buffer): TestKey => ({ kty: 'oct', k: Buffer.from(bytes).toString('base64url') })
const publicPoint = Buffer.concat([Buffer.from(es256.x ?? '', 'base64url'), Buffer.from(es256.y ?? '', 'base64url')])
const lastDigit = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const respelledEnd = lastDigit.charAt(lastDigit.indexOf(goodSignature.slice(-1)) | 1)

const accepted: readonly Vector[] = [
  line('takes a token signed with ES256', good, says(sealed, 'accepts')),
  line(
    'takes a token signed with EdDSA',
    forge({ ...header, alg: 'EdDSA', kid: 'test-eddsa' }, claims, eddsa),
    says(sealed, 'accepts'),
  ),
  line(
    'takes a token signed with HS256',
    forge({ ...header, alg: 'HS256', kid: 'test-hs256' }, claims, hs256),
    says(sealed, 'accepts'),
  ),
  line('takes the prefix that Kong needs', `Bearer ${good}`, says(sealed)),
  payload(
    'takes an IPv6 address',
    { ip: '2001:db8::7', via: 'peer' },
    says({ ip: '2001:db8::7', via: 'peer' }, 'accepts'),
  ),
  payload('takes a token 4 s after its end', {}, { ...says(sealed, 'accepts'), now: NOW + 64 }),
  payload('takes a token 5 s after its end', {}, { ...says(sealed), now: NOW + 65 }),
  payload('takes a token from 30 s before its beginning', {}, { ...says(sealed, 'accepts'), now: NOW - 30 }),
  payload('takes a lifetime of 300 s', { exp: NOW + 300 }, says(sealed, 'accepts')),
  rawPayload(
    'takes JSON with white space in another order',
    JSON.stringify({ ...without('iss'), iss: claims.iss }, null, 2),
    says(sealed, 'accepts'),
  ),
  payload('takes claims that it does not know', { jti: '1', extra: { ip: '198.51.100.9' } }, says(sealed, 'accepts')),
  line(
    'takes a token that does not say how the address was learned',
    forge(header, without('via'), es256),
    says({ ip: claims.ip, via: null }, 'accepts'),
  ),
  payload(
    'shows no via that is no header name',
    { via: 'peer\r\nx: y' },
    says({ ip: claims.ip, via: null }, 'accepts'),
  ),
  line(
    'takes a header without typ',
    forge({ alg: 'ES256', kid: 'test-es256' }, claims, es256),
    says(sealed, 'accepts'),
  ),
  joseHeader(
    'does not look at a key inside the token',
    { jwk: { kty: 'EC', crv: 'P-256', x: stranger.x, y: stranger.y } },
    says(sealed, 'accepts'),
  ),
  payload('takes a token that is bound to this request', bound, {
    ...says(sealed, 'accepts'),
    bind: 'request',
    request,
  }),
  payload('compares host and path in their one spelling', bound, {
    ...says(sealed, 'accepts'),
    bind: 'request',
    request: { method: 'GET', host: 'Shop.Example.com.:443', path: '/cart?item=1' },
  }),
  payload('does not compare what its caller does not know', bound, says(sealed, 'accepts')),
  payload('takes a bound token where binding is not asked for', bound, { ...says(sealed, 'accepts'), request }),
  payload(
    'asks for the host alone with bind host',
    { host: bound.host },
    { ...says(sealed, 'accepts'), bind: 'host', request },
  ),
]

const badForm: readonly Vector[] = [
  line('refuses a request without the header', [], says('missing')),
  line('refuses two lines even if both are good', [good, good], says('repeated-header')),
  line('refuses two lines if one is empty', [good, ''], says('repeated-header')),
  line('reads a comma as the join of two lines', `${good}, ${good}`, says('repeated-header')),
  line('reads a trailing comma as the join of two lines', `${good},`, says('repeated-header', 'refuses')),
  payload('refuses a line over 2 KiB although the signature holds', { pad: 'x'.repeat(1400) }, says('too-large')),
  line('measures a line before it looks at what is in it', 'x'.repeat(2049), says('too-large')),
  line('reads a line of 2048 bytes', 'x'.repeat(2048), says('malformed-token', 'refuses')),
  line('refuses an empty line', '', says('malformed-token', 'refuses')),
  line('refuses a prefix with nothing behind it', 'Bearer ', says('malformed-token')),
  line('knows the prefix in one spelling', `bearer ${good}`, says('malformed-token')),
  line('refuses two spaces after the prefix', `Bearer  ${good}`, says('malformed-token')),
  line('refuses the prefix twice', `Bearer Bearer ${good}`, says('malformed-token')),
  line('refuses two parts', `${goodHeader}.${goodPayload}`, says('malformed-token', 'refuses')),
  line('refuses four parts', `${good}.${goodSignature}`, says('malformed-token', 'refuses')),
  line('refuses an empty header', `.${goodPayload}.${goodSignature}`, says('malformed-token', 'refuses')),
  line('refuses an empty payload', `${goodHeader}..${goodSignature}`, says('malformed-token', 'refuses')),
  line('refuses an empty signature', `${goodHeader}.${goodPayload}.`, says('malformed-token', 'refuses')),
  line('refuses leading white space', ` ${good}`, says('malformed-token')),
  line('refuses trailing white space', `${good}\t`, says('malformed-token')),
  line('refuses white space inside', `${goodHeader}. ${goodPayload}.${goodSignature}`, says('malformed-token')),
  line('refuses padding after the signature', `${good}==`, says('malformed-token')),
  line(
    'refuses padding that is signed',
    respelled(`${goodHeader}${'='.repeat((4 - (goodHeader.length % 4)) % 4 || 4)}.${goodPayload}`),
    says('malformed-token'),
  ),
  line(
    'refuses the plain base64 alphabet that is signed',
    respelled(
      `${goodHeader}.${encode({ ...claims, pad: '???>>>' })
        .replaceAll('-', '+')
        .replaceAll('_', '/')}`,
    ),
    says('malformed-token'),
  ),
  line('refuses a second spelling of the same signature', good.slice(0, -1) + respelledEnd, says('malformed-token')),
  line('refuses a length that no bytes encode to', `${good}AAA`, says('malformed-token')),
  line('refuses a header that is no JSON', forge('{"alg":"ES256"', claims, es256), says('malformed-token', 'refuses')),
  line('refuses a header that is a list', forge('["ES256"]', claims, es256), says('malformed-token', 'refuses')),
  line(
    'refuses a header that names alg twice',
    forge('{"alg":"none","alg":"ES256","kid":"test-es256"}', claims, es256),
    says('malformed-token'),
  ),
  line(
    'refuses a header that is no UTF-8',
    respelled(
      `${Buffer.from(`${JSON.stringify(header).slice(0, -1)},"x":"\xff"}`, 'latin1').toString('base64url')}.${goodPayload}`,
    ),
    says('malformed-token'),
  ),
]

const badHeader: readonly Vector[] = [
  joseHeader('refuses crit that it could understand', { crit: ['exp'], exp: NOW }, says('critical-header', 'refuses')),
  joseHeader('refuses crit that is empty', { crit: [] }, says('critical-header', 'refuses')),
  joseHeader('refuses an unencoded payload', { crit: ['b64'], b64: false }, says('critical-header')),
  joseHeader('refuses b64 even where it changes nothing', { b64: true }, says('critical-header')),
  joseHeader(
    'refuses a key that is not in the set',
    { kid: 'stranger' },
    { ...says('unknown-key', 'refuses'), key: stranger },
  ),
  joseHeader('refuses a token that names no key', { kid: undefined }, says('unknown-key', 'refuses')),
  joseHeader('refuses a kid that is no string', { kid: 1 }, says('unknown-key', 'refuses')),
  joseHeader('refuses a kid that every object has', { kid: 'constructor' }, says('unknown-key', 'refuses')),
  line(
    'refuses alg none with nothing signed',
    `${encode({ ...header, alg: 'none' })}.${goodPayload}.`,
    says('malformed-token', 'refuses'),
  ),
  line(
    'refuses alg none with a signature',
    `${encode({ ...header, alg: 'none' })}.${goodPayload}.${goodSignature}`,
    says('wrong-algorithm', 'refuses'),
  ),
  line(
    'refuses alg None',
    `${encode({ ...header, alg: 'None' })}.${goodPayload}.${goodSignature}`,
    says('wrong-algorithm', 'refuses'),
  ),
  joseHeader('refuses a token without alg', { alg: undefined }, says('wrong-algorithm', 'refuses')),
  joseHeader('refuses another alg of the same family', { alg: 'ES384' }, says('wrong-algorithm', 'refuses')),
  joseHeader('knows alg in one spelling', { alg: 'es256' }, says('wrong-algorithm', 'refuses')),
  joseHeader(
    'refuses an HMAC with the public PEM as its secret',
    { alg: 'HS256' },
    { ...says('wrong-algorithm', 'refuses'), key: asSecret(pem) },
  ),
  joseHeader(
    'refuses an HMAC with the public point as its secret',
    { alg: 'HS256' },
    { ...says('wrong-algorithm', 'refuses'), key: asSecret(publicPoint) },
  ),
  joseHeader(
    'refuses the alg of another key of the set',
    { alg: 'EdDSA' },
    { ...says('wrong-algorithm', 'refuses'), key: eddsa },
  ),
  joseHeader(
    'refuses the newer name of EdDSA',
    { alg: 'Ed25519', kid: 'test-eddsa' },
    { ...says('wrong-algorithm'), key: eddsa },
  ),
]

const badSignature: readonly Vector[] = [
  joseHeader(
    'refuses the signature of a stranger who borrows a kid',
    {},
    { ...says('bad-signature', 'refuses'), key: stranger },
  ),
  line(
    'refuses a payload under the signature of another',
    `${goodHeader}.${encode({ ...claims, ip: '192.0.2.8' })}.${goodSignature}`,
    says('bad-signature', 'refuses'),
  ),
  line(
    'refuses a header under the signature of another',
    `${encode({ ...header, typ: 'jwt' })}.${goodPayload}.${goodSignature}`,
    says('bad-signature', 'refuses'),
  ),
  line(
    'refuses a signature of zeros',
    `${goodHeader}.${goodPayload}.${'A'.repeat(86)}`,
    says('bad-signature', 'refuses'),
  ),
  line('refuses a signature that is too short', `${goodHeader}.${goodPayload}.AAAA`, says('bad-signature', 'refuses')),
  line('refuses a signature that is too long', `${good.slice(0, -2)}AAAA`, says('bad-signature', 'refuses')),
  line(
    'reads no payload before its signature holds',
    `${goodHeader}.${encode('not json')}.${goodSignature}`,
    says('bad-signature', 'refuses'),
  ),
  line(
    'refuses an HMAC with another secret',
    forge({ ...header, alg: 'HS256', kid: 'test-hs256' }, claims, asSecret('s'.repeat(32))),
    says('bad-signature', 'refuses'),
  ),
  line(
    'refuses an EdDSA signature of zeros',
    `${encode({ ...header, alg: 'EdDSA', kid: 'test-eddsa' })}.${goodPayload}.${'A'.repeat(86)}`,
    says('bad-signature', 'refuses'),
  ),
]

const badClaims: readonly Vector[] = [
  rawPayload('refuses a payload that is no JSON', text.slice(0, -1), says('malformed-token', 'refuses')),
  rawPayload('refuses a payload that is a list', `[${text}]`, says('malformed-token', 'refuses')),
  rawPayload('refuses a payload that is a string', JSON.stringify(text), says('malformed-token', 'refuses')),
  rawPayload('refuses a payload with a byte order mark', `\uFEFF${text}`, says('malformed-token')),
  rawPayload('refuses a payload that names ip twice', `{"ip":"198.51.100.9",${text.slice(1)}`, says('malformed-token')),
  rawPayload(
    'sees through an escape in a repeated name',
    `{"\\u0069p":"198.51.100.9",${text.slice(1)}`,
    says('malformed-token'),
  ),
  line(
    'refuses a payload that is no UTF-8',
    respelled(`${goodHeader}.${Buffer.from(`${text.slice(0, -1)},"x":"\xff"}`, 'latin1').toString('base64url')}`),
    says('malformed-token'),
  ),
  payload('refuses another version', { v: 2 }, says('wrong-version')),
  payload('refuses a version that is a string', { v: '1' }, says('wrong-version')),
  line('refuses claims without a version', forge(header, without('v'), es256), says('wrong-version')),
  payload('refuses another subject', { sub: '192.0.2.7' }, says('wrong-subject', 'refuses')),
  line('refuses claims without a subject', forge(header, without('sub'), es256), says('wrong-subject', 'refuses')),
  payload('refuses another issuer', { iss: 'https://edge.example.net' }, says('wrong-issuer', 'refuses')),
  payload('compares the issuer byte by byte', { iss: 'https://edge.example.com/' }, says('wrong-issuer', 'refuses')),
  payload('refuses another audience', { aud: 'origin-test' }, says('wrong-audience', 'refuses')),
  payload('refuses an audience list even if it names this origin', { aud: ['origin-prod'] }, says('wrong-audience')),
  line('refuses claims without an audience', forge(header, without('aud'), es256), says('wrong-audience', 'refuses')),
  line('refuses claims without an end', forge(header, without('exp'), es256), says('no-expiry', 'refuses')),
  payload('refuses an end that is a string', { exp: String(NOW + 60) }, says('no-expiry', 'refuses')),
  payload('refuses an end that is no whole number', { exp: NOW + 60.5 }, says('no-expiry')),
  payload('refuses an end that is null', { exp: null }, says('no-expiry', 'refuses')),
  rawPayload('refuses an end beyond all whole numbers', text.replace(/"exp":\d+/, '"exp":1e999'), says('no-expiry')),
  payload('refuses a token 6 s after its end', {}, { ...says('expired', 'refuses'), now: NOW + 66 }),
  payload('refuses a token just over 5 s after its end', {}, { ...says('expired'), now: NOW + 65.001 }),
  payload('refuses a token 31 s before its beginning', {}, { ...says('from-the-future'), now: NOW - 31 }),
  payload('refuses a lifetime of 301 s', { exp: NOW + 301 }, says('lifetime-too-long')),
  payload(
    'judges the lifetime even where the token has long been in use',
    { iat: NOW - 290, exp: NOW + 11 },
    says('lifetime-too-long'),
  ),
  line(
    'refuses a token that does not say when it began',
    forge(header, without('iat'), es256),
    says('lifetime-too-long'),
  ),
  payload('refuses a beginning that is a string', { iat: String(NOW) }, says('lifetime-too-long', 'refuses')),
  payload('refuses a beginning that is no whole number', { iat: NOW + 0.5 }, says('lifetime-too-long')),
]

const addresses: readonly (readonly [string, unknown])[] = [
  ['with a port', '192.0.2.7:443'],
  ['in brackets', '[2001:db8::7]'],
  ['in brackets with a port', '[2001:db8::7]:443'],
  ['with a zone', '2001:db8::7%eth0'],
  ['that is IPv4 in IPv6', '::ffff:192.0.2.7'],
  ['that is IPv4 in IPv6 in hexadecimal', '::ffff:c000:207'],
  ['in upper case', '2001:DB8::7'],
  ['with leading zeros in IPv4', '192.0.2.007'],
  ['with leading zeros in IPv6', '2001:0db8::7'],
  ['that is not shortened', '2001:db8:0:0:0:0:0:7'],
  ['that shortens one group', '2001:db8::1:1:1:1:7'],
  ['with white space', ' 192.0.2.7'],
  ['of three octets', '192.0.2'],
  ['that is a number', 3221225991],
  ['that is a list', ['192.0.2.7']],
  ['that is two addresses', '192.0.2.7, 198.51.100.9'],
  ['that is empty', ''],
  ['that is null', null],
  ['that is a prefix', '192.0.2.7/32'],
]

const badAddresses: readonly Vector[] = [
  ...addresses.map(([form, ip]) => payload(`refuses an address ${form}`, { ip }, says('malformed-address'))),
  line('refuses claims without an address', forge(header, without('ip'), es256), says('malformed-address')),
]

const badBinding: readonly Vector[] = [
  payload('demands the host claim with bind host', {}, { ...says('binding-missing'), bind: 'host', request }),
  payload(
    'demands the method with bind request',
    { host: bound.host, path: bound.path },
    { ...says('binding-missing'), bind: 'request', request },
  ),
  payload(
    'demands the host with bind request',
    { htm: bound.htm, path: bound.path },
    { ...says('binding-missing'), bind: 'request', request },
  ),
  payload(
    'demands the path with bind request',
    { htm: bound.htm, host: bound.host },
    { ...says('binding-missing'), bind: 'request', request },
  ),
  payload(
    'looks for all claims before it compares one',
    { htm: 'POST', host: bound.host },
    { ...says('binding-missing'), bind: 'request', request },
  ),
  payload('refuses where it should compare and knows no request', bound, {
    ...says('binding-missing'),
    bind: 'request',
  }),
  payload(
    'refuses another method',
    { ...bound, htm: 'POST' },
    { ...says('binding-mismatch'), bind: 'request', request },
  ),
  payload(
    'compares the method as sent',
    { ...bound, htm: 'get' },
    { ...says('binding-mismatch'), bind: 'request', request },
  ),
  payload(
    'refuses another host',
    { ...bound, host: 'pay.example.com' },
    { ...says('binding-mismatch'), bind: 'request', request },
  ),
  payload(
    'refuses a host claim that is not normalised',
    { ...bound, host: 'SHOP.example.com' },
    { ...says('binding-mismatch'), bind: 'request', request },
  ),
  payload(
    'refuses another port',
    { ...bound, host: 'shop.example.com:8443' },
    { ...says('binding-mismatch'), bind: 'request', request },
  ),
  payload(
    'refuses another path',
    { ...bound, path: '/cart/' },
    { ...says('binding-mismatch'), bind: 'request', request },
  ),
  payload(
    'does not decode the path',
    { ...bound, path: '/c%61rt' },
    { ...says('binding-mismatch'), bind: 'request', request },
  ),
  payload(
    'refuses a path claim with a query',
    { ...bound, path: '/cart?' },
    { ...says('binding-mismatch'), bind: 'request', request },
  ),
  payload(
    'compares a claim that it does not demand',
    { host: 'pay.example.com' },
    { ...says('binding-mismatch'), request },
  ),
  payload('refuses a host that cannot be compared', bound, {
    ...says('binding-mismatch'),
    bind: 'host',
    request: { ...request, host: 'shop.example.com@pay.example.com' },
  }),
  payload(
    'refuses a binding claim that is null',
    { ...bound, host: null },
    { ...says('binding-mismatch'), bind: 'host', request: { ...request, host: '' } },
  ),
]

/** Tokens with several faults at once: the reason told is that of the first check. */
const order: readonly Vector[] = [
  line('tells a repeated line before its size', ['x'.repeat(3000), 'y'], says('repeated-header')),
  joseHeader(
    'tells a critical header before an unknown key',
    { crit: ['b64'], kid: 'stranger' },
    says('critical-header', 'refuses'),
  ),
  joseHeader(
    'tells an unknown key before the algorithm',
    { alg: 'none', kid: 'stranger' },
    says('unknown-key', 'refuses'),
  ),
  payload('tells the version before the subject', { v: 2, sub: 'x' }, says('wrong-version', 'refuses')),
  payload('tells the subject before the issuer', { sub: 'x', iss: 'x' }, says('wrong-subject', 'refuses')),
  payload('tells the issuer before the audience', { iss: 'x', aud: 'x' }, says('wrong-issuer', 'refuses')),
  payload('tells the audience before the end', { aud: 'x', exp: undefined }, says('wrong-audience', 'refuses')),
  payload(
    'tells a missing end before a missing beginning',
    { exp: undefined, iat: undefined },
    says('no-expiry', 'refuses'),
  ),
  payload('tells the end before the lifetime', { iat: NOW - 900, exp: NOW - 60 }, says('expired', 'refuses')),
  payload('tells the beginning before the lifetime', { iat: NOW + 60, exp: NOW + 900 }, says('from-the-future')),
  payload('tells the lifetime before the address', { exp: NOW + 301, ip: 'x' }, says('lifetime-too-long')),
  payload('tells the address before the binding', { ip: 'x' }, { ...says('malformed-address'), bind: 'host', request }),
]

const { d: _es256, ...es256Public } = es256
const { d: _eddsa, ...eddsaPublic } = eddsa

const file: VectorFile = {
  about:
    'Lines of X-Client-IP-Assertion as a verifier receives them, with what it answers by its contract (docs/wire-format.md). ' +
    "keys, issuer and audience are the verifier's own. The key set holds a published test secret for HS256. " +
    'jwtLibrary says what any JWT library must answer to the one line if it is told the keys with their algorithms, issuer, ' +
    'subject, audience, that exp is required, and 5 s of tolerance; null where that is not its job.',
  keys: { keys: [es256Public, eddsaPublic, hs256] },
  issuer: claims.iss,
  audience: claims.aud,
  cases: [accepted, badForm, badHeader, badSignature, badClaims, badAddresses, badBinding, order].flat(),
}

writeFileSync(VECTORS_URL, `${JSON.stringify(file, null, 2)}\n`)
