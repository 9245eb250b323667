import { forge } from './forge.ts'
import {
  bound,
  es256,
  goodHeader,
  header,
  joseHeader,
  line,
  NOW,
  payload,
  rawPayload,
  request,
  respelled,
  says,
  text,
  without,
} from './vector-parts.ts'
import type { Vector } from './vectors.ts'

export const badClaims: readonly Vector[] = [
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

export const badAddresses: readonly Vector[] = [
  ...addresses.map(([form, ip]) => payload(`refuses an address ${form}`, { ip }, says('malformed-address'))),
  line('refuses claims without an address', forge(header, without('ip'), es256), says('malformed-address')),
]

export const badBinding: readonly Vector[] = [
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
export const order: readonly Vector[] = [
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
