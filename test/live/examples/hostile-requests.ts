import { encode, forge } from '../../assertion/forge.ts'
import { testKeys } from '../../assertion/vectors.ts'
import { writeHead } from './send-raw.ts'

export type HostileRequest = {
  readonly name: string
  /** The exact bytes, made when they are sent, as tokens are of that time. */
  readonly bytes: () => string
  /** Any of these is right: an address, `unknown`, `served` (by a page that shows nothing) or `refuse`. */
  readonly answers: readonly string[]
}

/** The address that nobody may be told, in any header. */
export const FORGED = '203.0.113.66'

/** Their path is another one, or they have none: an authority ends at the first `/`, `?` or `#` (RFC 3986 section 3.2). */
const EXEMPT_ENDINGS = [
  'http://a?@app.example.com/health',
  'http://app.example.com?@app.example.com/health',
  'http://app.example.com\\admin?@app.example.com/health',
  'http:///health',
]

type Line = readonly [name: string, value: string]
type Claims = Readonly<Record<string, unknown>>

const HEADER = { alg: 'ES256', kid: 'test-es256', typ: 'JWT' }
const HOST: Line = ['Host', 'app.example.com']
const ALIASES = ['X-Client-IP', 'x-client-ip', 'X_Client_IP', 'X.Client.IP', 'X-Client_IP', 'x~client!ip']
const forgedLines = ALIASES.map((name): Line => [name, FORGED])

function token(claims: Claims = {}, header: object = HEADER): string {
  const now = Math.floor(Date.now() / 1000)
  const own = { iss: 'https://edge.example.com', aud: 'origin-prod', sub: 'client-ip', iat: now, exp: now + 60, v: 1 }
  return forge(header, { ...own, ip: '192.0.2.7', ...claims }, testKeys.es256)
}

const sealed = (...values: readonly string[]): readonly Line[] =>
  values.map((value): Line => ['X-Client-IP-Assertion', value])

const ask = (lines: readonly Line[], method = 'GET', target = '/'): string =>
  writeHead(method, target, [HOST, ...lines])

const payloadOf = (text: string): string => Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()

/** Signs other text than JSON, as only the holder of the key can. */
const resign = (text: string, change: (payload: string) => string): string =>
  forge(HEADER, change(payloadOf(text)), testKeys.es256)

const unsigned = (header: string): string => `${encode(header)}.${encode('{}')}.${'A'.repeat(86)}`

export const hostileRequests: readonly HostileRequest[] = [
  { name: 'believes a fresh token', bytes: () => ask(sealed(token())), answers: ['192.0.2.7'] },
  {
    name: 'shows no forged address beside a fresh token, in whatever spelling',
    bytes: () => ask([...forgedLines, ...sealed(token()), ...forgedLines]),
    answers: ['192.0.2.7'],
  },
  { name: 'refuses forged addresses alone', bytes: () => ask(forgedLines), answers: ['refuse'] },
  {
    name: 'does not fall back on what proxies say',
    bytes: () =>
      ask([
        ['X-Forwarded-For', FORGED],
        ['X-Real-IP', FORGED],
        ['Forwarded', `for=${FORGED}`],
      ]),
    answers: ['refuse'],
  },
  {
    name: 'refuses OPTIONS without a token',
    bytes: () =>
      ask([...forgedLines, ['Origin', 'https://app.example.com'], ['Access-Control-Request-Method', 'PUT']], 'OPTIONS'),
    answers: ['refuse'],
  },
  {
    name: 'shows no forged address to OPTIONS with a token',
    bytes: () => ask([...forgedLines, ...sealed(token())], 'OPTIONS'),
    answers: ['192.0.2.7', 'served'],
  },
  {
    name: 'shows no forged address on the exempt route',
    bytes: () => ask(forgedLines, 'GET', '/health'),
    answers: ['unknown'],
  },
  {
    name: 'shows no address on the exempt route, even with a token',
    bytes: () => ask([...forgedLines, ...sealed(token())], 'GET', '/health'),
    answers: ['unknown'],
  },
  {
    name: 'refuses another method on the exempt route',
    bytes: () => ask([...forgedLines, ['Content-Length', '0']], 'POST', '/health'),
    answers: ['refuse'],
  },
  { name: 'refuses two tokens', bytes: () => ask(sealed(token(), token())), answers: ['refuse'] },
  { name: 'refuses two tokens in one line', bytes: () => ask(sealed(`${token()},${token()}`)), answers: ['refuse'] },
  {
    name: 'refuses two tokens, one in another spelling, or hears the true one alone',
    bytes: () => ask([['X_Client_IP_Assertion', token({ ip: FORGED, aud: 'x' })], ...sealed(token())]),
    answers: ['refuse', '192.0.2.7'],
  },
  {
    name: 'keeps the token if Connection names it',
    bytes: () => ask([['Connection', 'x-client-ip-assertion, close'], ...sealed(token())]),
    answers: ['192.0.2.7', 'refuse'],
  },
  {
    name: 'keeps the verified address if Connection names it',
    bytes: () => ask([['Connection', 'close, x-client-ip'], ...forgedLines, ...sealed(token())]),
    answers: ['192.0.2.7'],
  },
  { name: 'refuses what has expired', bytes: () => ask(sealed(token({ iat: 1, exp: 61 }))), answers: ['refuse'] },
  { name: 'refuses a token for another origin', bytes: () => ask(sealed(token({ aud: 'x' }))), answers: ['refuse'] },
  { name: 'refuses a token of another edge', bytes: () => ask(sealed(token({ iss: 'x' }))), answers: ['refuse'] },
  {
    name: 'refuses an address that is none',
    bytes: () => ask(sealed(token({ ip: '192.0.2.7\r\nX-Client-IP: 203.0.113.66' }))),
    answers: ['refuse'],
  },
  {
    name: 'refuses a version that is true',
    bytes: () => ask(sealed(token({ v: true }))),
    answers: ['refuse'],
  },
  {
    name: 'refuses crit that is null',
    bytes: () => ask(sealed(token({}, { ...HEADER, crit: null }))),
    answers: ['refuse'],
  },
  {
    name: 'refuses a host that is null',
    bytes: () => ask(sealed(token({ host: null }))),
    answers: ['refuse'],
  },
  {
    name: 'refuses what a language prints for no address',
    bytes: () => ask(sealed(token({ ip: 'invalid IP' }))),
    answers: ['refuse'],
  },
  {
    name: 'refuses text behind the claims',
    bytes: () => ask(sealed(resign(token(), (payload) => `${payload}x`))),
    answers: ['refuse'],
  },
  {
    name: 'refuses a member twice in the header',
    bytes: () =>
      ask(sealed(forge('{"alg":"ES256","kid":"test-es256","kid":"test-es256"}', payloadOf(token()), testKeys.es256))),
    answers: ['refuse'],
  },
  { name: 'refuses an unknown key', bytes: () => ask(sealed(token({}, { ...HEADER, kid: 'x' }))), answers: ['refuse'] },
  {
    name: 'refuses alg none',
    bytes: () => ask(sealed(unsigned('{"alg":"none","kid":"test-es256"}'))),
    answers: ['refuse'],
  },
  {
    name: 'refuses a kid that is a list',
    bytes: () => ask(sealed(unsigned('{"alg":"ES256","kid":["test-es256"]}'))),
    answers: ['refuse'],
  },
  {
    name: 'refuses JSON that is nested without end',
    bytes: () => ask(sealed(unsigned('['.repeat(1300)))),
    answers: ['refuse'],
  },
  {
    name: 'refuses a number of 1,300 digits',
    bytes: () => ask(sealed(token({}, { ...HEADER, kid: 10 ** 300 }))),
    answers: ['refuse'],
  },
  { name: 'refuses bytes beyond ASCII', bytes: () => ask(sealed(`\xe9${token()}`)), answers: ['refuse'] },
  {
    name: 'refuses a folded line',
    bytes: () => ask([['X-Client-IP-Assertion', `\r\n ${token()}, x`]]),
    answers: ['refuse'],
  },
  {
    name: 'shows no address whose name has a space behind it',
    bytes: () => ask([['X-Client-IP ', FORGED], ...sealed(token())]),
    answers: ['refuse', '192.0.2.7'],
  },
  {
    name: 'shows no address from a trailer',
    bytes: () =>
      `${ask([['Transfer-Encoding', 'chunked'], ['Trailer', 'X-Client-IP'], ...sealed(token())])}2\r\nhi\r\n0\r\nX-Client-IP: ${FORGED}\r\n\r\n`,
    answers: ['192.0.2.7', 'refuse'],
  },
  {
    name: 'is shown no exempt route by an absolute target',
    bytes: () => ask(forgedLines, 'GET', 'http://app.example.com/health'),
    answers: ['refuse', 'unknown'],
  },
  ...EXEMPT_ENDINGS.map((target) => ({
    name: `is shown no exempt route by a target that ends like it: ${target}`,
    bytes: () => ask(forgedLines, 'GET', target),
    answers: ['refuse'],
  })),
  {
    name: 'refuses HTTP/1.0 as well',
    bytes: () => ask(forgedLines).replace('HTTP/1.1', 'HTTP/1.0'),
    answers: ['refuse'],
  },
]
