import { encode, forge } from './forge.ts'
import {
  asSecret,
  bound,
  claims,
  eddsa,
  es256,
  good,
  goodHeader,
  goodPayload,
  goodSignature,
  header,
  hs256,
  joseHeader,
  line,
  NOW,
  payload,
  pem,
  publicPoint,
  rawPayload,
  request,
  respelled,
  respelledEnd,
  says,
  sealed,
  stranger,
  without,
} from './vector-parts.ts'
import type { Vector } from './vectors.ts'

export const accepted: readonly Vector[] = [
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

export const badForm: readonly Vector[] = [
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

export const badHeader: readonly Vector[] = [
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

export const badSignature: readonly Vector[] = [
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
