// Written in what cloudfront-js-2.0 understands: ES5.1 with const, let, async, await, templates, arrows and `**`. A gate
// refuses the rest: no for-of, destructuring, spread, `?.`, `??`, class or default argument. Its `$` also
// matches before a last line feed, as in Perl, which is why the patterns here look for one.
import crypto from 'node:crypto'
import cf from 'cloudfront'

/** A viewer-request event (CloudFront Developer Guide, "CloudFront Functions event structure"). */
type ViewerEvent = {
  readonly context: { readonly requestId: unknown }
  readonly viewer: { readonly ip: unknown }
  readonly request: { readonly headers: RequestHeaders }
}

/** By name in lower case; a repeated header has all its lines in one member. */
type RequestHeaders = Record<string, { readonly value: string }>

/** The eight 16-bit groups of an address. IPv4 is held as IPv4-mapped IPv6, so that the two are one. */
type Groups = readonly [number, number, number, number, number, number, number, number]

/** What the value of the store says. */
type Claimed = { readonly kid: unknown; readonly secret: unknown; readonly iss: unknown; readonly aud: unknown }
type SealingKey = { readonly kid: string; readonly secret: Buffer; readonly iss: string; readonly aud: string }

export type Reason =
  | 'bad-event'
  | 'too-many-headers'
  | 'no-peer'
  | 'infrastructure-peer'
  | 'no-key'
  | 'bad-key'
  | 'not-sealed'

const KEY_NAME = 'ipseal'
const TTL_SECONDS = 60
/** What one value of a KeyValueStore holds. */
const MAX_VALUE_BYTES = 1024
const MIN_SECRET_BYTES = 32
const MAX_ADDRESS_LENGTH = 45
const MAX_ID_LENGTH = 128
/** Apache and Envoy take no more either, and a run has a millisecond. */
const MAX_HEADERS = 100

const TITLES = { 403: 'Forbidden', 431: 'Request Header Fields Too Large', 503: 'Service Unavailable' }

const DOTTED =
  /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])[.]){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?!\n)$/
const GROUP = /^[0-9a-fA-F]{1,4}(?!\n)$/
const KEY_ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}(?!\n)$/

/**
 * Seals the address that connected to CloudFront for the one origin that the stored value names, or answers instead.
 *
 * Whatever fails, no request goes on without its seal. There is no policy to walk by: who connected is the client, save
 * CloudFront's own machines, which are nobody's.
 */
export async function handler(event: ViewerEvent) {
  let requestId: unknown
  let failing: Reason = 'bad-event'
  try {
    requestId = event.context.requestId
    const headers = event.request.headers
    const names = Object.keys(headers)
    if (names.length > MAX_HEADERS) return refuse(431, { requestId, reason: 'too-many-headers' })
    failing = 'no-peer'
    const peer = readAddress(event.viewer.ip)
    if (peer === undefined || isUnusable(peer)) return refuse(503, { requestId, reason: failing })
    if (isPlatformMachine(peer)) return refuse(403, { requestId, reason: 'infrastructure-peer' })
    failing = 'no-key'
    const value = await cf.kvs().get(KEY_NAME)
    failing = 'bad-key'
    const key = readKey(value)
    if (key === undefined) return refuse(503, { requestId, reason: failing })
    failing = 'not-sealed'
    const token = sign(key, printAddress(peer), Math.floor(Date.now() / 1000))
    stripHeaders(headers, names)
    headers['x-client-ip-assertion'] = { value: token }
    return event.request
  } catch (error) {
    return refuse(503, {
      requestId,
      reason: failing,
      err: error instanceof Error ? error.name : typeof error,
    })
  }
}

/** Why is for the log alone, which gets no address and no text of what was thrown: that may quote the secret. */
function refuse(status: 403 | 431 | 503, facts: { requestId: unknown; reason: Reason; err?: string }) {
  const title = TITLES[status]
  console.log(
    JSON.stringify({
      level: status === 503 ? 50 : 40,
      time: Date.now(),
      msg: 'request',
      reqId: typeof facts.requestId === 'string' ? facts.requestId.slice(0, MAX_ID_LENGTH) : undefined,
      outcome: status === 503 ? 'failed' : 'refused',
      status,
      reason: facts.reason,
      err: facts.err,
    }),
  )
  return {
    statusCode: status,
    statusDescription: title,
    headers: { 'content-type': { value: 'application/problem+json' }, 'cache-control': { value: 'no-store' } },
    body: { encoding: 'text', data: JSON.stringify({ type: 'about:blank', title, status }) },
  }
}

/**
 * Some servers read `_` and `-` as one, and some fold more, so each spelling of a name is that name. All are matched in
 * one go, for a pattern that is tried on each of them takes half of the time that a run has.
 */
function stripHeaders(headers: RequestHeaders, names: readonly string[]): void {
  const found = names.join('\n').match(STRIPPED_NAMES)
  if (found === null) return
  // Repeated lines are one member, so they go with it.
  for (let i = 0; i < found.length; i++) delete headers[String(found[i])]
}

/** Undefined, or an exception, unless the value is whole: half a key would seal what no verifier takes. */
function readKey(value: unknown): SealingKey | undefined {
  if (typeof value !== 'string' || Buffer.byteLength(value) > MAX_VALUE_BYTES) return undefined
  // Sound: a value without members throws, and each member is looked at before it is used.
  const claimed = JSON.parse(value) as Claimed
  if (typeof claimed.kid !== 'string' || !KEY_ID.test(claimed.kid)) return undefined
  if (typeof claimed.iss !== 'string' || claimed.iss === '') return undefined
  if (typeof claimed.aud !== 'string' || claimed.aud === '') return undefined
  if (typeof claimed.secret !== 'string') return undefined
  const secret = Buffer.from(claimed.secret, 'base64url')
  // Decoders forgive what they cannot read, and verifiers then hold another secret.
  if (secret.length < MIN_SECRET_BYTES || secret.toString('base64url') !== claimed.secret) return undefined
  return { kid: claimed.kid, secret, iss: claimed.iss, aud: claimed.aud }
}

/** A compact JWS (RFC 7515 section 3.1), with the claims in the order in which every signer here writes them. */
function sign(key: SealingKey, ip: string, now: number): string {
  const header = { alg: 'HS256', kid: key.kid, typ: 'JWT' }
  const claims = {
    iss: key.iss,
    aud: key.aud,
    sub: 'client-ip',
    iat: now,
    exp: now + TTL_SECONDS,
    ip,
    via: 'peer',
    v: 1,
  }
  const signed = `${encode(header)}.${encode(claims)}`
  return `${signed}.${crypto.createHmac('sha256', key.secret).update(signed).digest('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** Undefined unless the whole of it is one address: no port, brackets, zone, or leading zero in an octet. */
function readAddress(text: unknown): Groups | undefined {
  if (typeof text !== 'string' || text.length > MAX_ADDRESS_LENGTH) return undefined
  const start = text.lastIndexOf(':') + 1
  const tail = text.slice(start)
  if (!DOTTED.test(tail)) return readGroups(text)
  const digits = tail.split('.').map(toHex).join('')
  return readGroups(`${start === 0 ? '::ffff:' : text.slice(0, start)}${digits.slice(0, 4)}:${digits.slice(4)}`)
}

function toHex(octet: string): string {
  return (256 + Number(octet)).toString(16).slice(1)
}

function readGroups(text: string): Groups | undefined {
  const gap = text.indexOf('::')
  const left = splitGroups(gap < 0 ? text : text.slice(0, gap))
  const right = splitGroups(gap < 0 ? '' : text.slice(gap + 2))
  const missing = 8 - left.length - right.length
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined
  const groups = left.concat(new Array<string>(missing).fill('0'), right)
  if (!groups.every((group) => GROUP.test(group))) return undefined
  const numbers: readonly number[] = groups.map((group) => Number.parseInt(group, 16))
  // Sound: eight of them, as was counted.
  return numbers as Groups
}

function splitGroups(text: string): string[] {
  return text === '' ? [] : text.split(':')
}

function isIPv4(groups: Groups): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every(isZero)
}

function isZero(group: number): boolean {
  return group === 0
}

/** An address that no host sends from: unspecified, multicast, or limited broadcast. */
function isUnusable(groups: Groups): boolean {
  if (!isIPv4(groups)) return groups[0] >= 0xff00 || groups.every(isZero)
  const high = groups[6]
  const low = groups[7]
  return high >> 12 === 0xe || (high === 0 && low === 0) || (high === 0xffff && low === 0xffff)
}

/** Behind another distribution the peer is a machine of CloudFront, and who asked that one is not known here. */
function isPlatformMachine(groups: Groups): boolean {
  const isShort = isIPv4(groups)
  const leading = isShort ? groups[6] * 65536 + groups[7] : (groups[0] * 65536 + groups[1]) * 65536 + groups[2]
  const bounds = isShort ? PLATFORM_IPV4 : PLATFORM_IPV6
  return bounds.filter((bound) => bound <= leading).length % 2 === 1
}

/** The one way to write an address (RFC 5952 section 4); of an IPv4-mapped one, the IPv4 address. */
function printAddress(groups: Groups): string {
  if (isIPv4(groups)) {
    return `${groups[6] >> 8}.${groups[6] & 255}.${groups[7] >> 8}.${groups[7] & 255}`
  }
  const texts = groups.map((group) => group.toString(16))
  let start = -1
  let length = 1
  for (let i = 0; i < 8; i++) {
    let end = i
    while (groups[end] === 0) end++
    if (end - i > length) {
      start = i
      length = end - i
    }
  }
  if (start < 0) return texts.join(':')
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`
}
