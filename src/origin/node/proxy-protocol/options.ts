import { describeValue } from '../../../fault/escape-text.ts'
import { type Address, familyOf, parseAddress, wordsOf } from '../../../net/address.ts'
import { type Prefix, parsePrefix } from '../../../net/prefix.ts'
import { buildPrefixTable } from '../../../net/prefix-table.ts'
import type { DecodeOptions } from '../../../proxy-protocol/decode-options.ts'
import { OriginError } from '../../origin-error.ts'

export type ProxyLimits = {
  /** From the connection to the end of its header; 5 by default. The specification asks for at least 3. */
  readonly headerTimeoutSeconds: number
  /** For version 2; 4096 by default, as nginx and go-proxyproto have it. */
  readonly maxHeaderBytes: number
  /** How many connections may be waiting for their header at a time; 1024 by default. For one more the oldest is closed. */
  readonly maxWaiting: number
}

export type ProxyChoices = {
  /**
   * `verify`, the default, refuses a header whose CRC32C is wrong; `require` also one without, every version 1 line
   * included; `ignore` is for senders that fill the field with anything.
   */
  readonly crc: NonNullable<DecodeOptions['crc']>
  /** UNKNOWN and UNSPEC, where a sender relays and does not say for whom; accepted by default, with the facts of LOCAL. */
  readonly unspec: NonNullable<DecodeOptions['unspec']>
  /** Names of UNIX sockets for the two ends; refused by default. If accepted, with the facts of LOCAL. */
  readonly unix: NonNullable<DecodeOptions['unix']>
  /** `replace`, the default, lets sockets say what the header says of the two ends; with `keep` only the facts do. */
  readonly endpoints: 'replace' | 'keep'
}

export type ProxyRules = {
  readonly header: { readonly timeoutSeconds: number; readonly decode: DecodeOptions }
  readonly maxWaiting: number
  readonly endpoints: ProxyChoices['endpoints']
  readonly isSender: (sender: Address | typeof UNIX) => boolean
}

const DEFAULT_LIMITS: ProxyLimits = { headerTimeoutSeconds: 5, maxHeaderBytes: 4096, maxWaiting: 1024 }

const CHOICES: { readonly [Name in keyof ProxyChoices]: readonly [ProxyChoices[Name], ...ProxyChoices[Name][]] } = {
  crc: ['verify', 'require', 'ignore'],
  unspec: ['accept', 'refuse'],
  unix: ['refuse', 'accept'],
  endpoints: ['replace', 'keep'],
}

const UNIX = 'unix'
/** A version 2 header with IPv6 addresses and no fields: a receiver that takes less takes nothing. */
const SMALLEST_HEADER_BYTES = 52
/** The head of a version 2 header, and as much as its length field can say. */
const LARGEST_HEADER_BYTES = 65_551

type Given = Partial<ProxyLimits & ProxyChoices> & { readonly senders: readonly string[] }

/** @throws OriginError for what cannot be meant. */
export function readRules(given: Given): ProxyRules {
  const { headerTimeoutSeconds: timeoutSeconds, maxHeaderBytes: maxBytes, maxWaiting } = readLimits(given)
  const decode: DecodeOptions = {
    maxBytes,
    crc: readChoice('crc', given),
    unspec: readChoice('unspec', given),
    unix: readChoice('unix', given),
  }
  const endpoints = readChoice('endpoints', given)
  return { header: { timeoutSeconds, decode }, maxWaiting, endpoints, isSender: readSenders(given.senders) }
}

function readLimits(given: Partial<ProxyLimits>): ProxyLimits {
  const { headerTimeoutSeconds, maxHeaderBytes, maxWaiting } = { ...DEFAULT_LIMITS, ...given }
  const isHeaderSize =
    Number.isInteger(maxHeaderBytes) &&
    maxHeaderBytes >= SMALLEST_HEADER_BYTES &&
    maxHeaderBytes <= LARGEST_HEADER_BYTES
  if (!(headerTimeoutSeconds > 0 && headerTimeoutSeconds <= 3600)) {
    throw badLimit('headerTimeoutSeconds', 'is above 0 and at most 3600', headerTimeoutSeconds)
  }
  if (!isHeaderSize) {
    const rule = `is a whole number from ${SMALLEST_HEADER_BYTES} to ${LARGEST_HEADER_BYTES}`
    throw badLimit('maxHeaderBytes', rule, maxHeaderBytes)
  }
  if (!(Number.isInteger(maxWaiting) && maxWaiting > 0)) {
    throw badLimit('maxWaiting', 'is a whole number above 0', maxWaiting)
  }
  return { headerTimeoutSeconds, maxHeaderBytes, maxWaiting }
}

function badLimit(path: keyof ProxyLimits, rule: string, received: number): OriginError {
  const nextStep = `Leave it out for ${DEFAULT_LIMITS[path]}`
  return new OriginError({ code: 'BAD_LIMIT', path, rule, received: String(received), nextStep })
}

function readChoice<Name extends keyof ProxyChoices>(path: Name, given: Partial<ProxyChoices>): ProxyChoices[Name] {
  const choices = CHOICES[path]
  const choice: ProxyChoices[Name] = given[path] ?? choices[0]
  if (choices.includes(choice)) return choice
  const rule = `is ${choices.map(describeValue).join(' or ')}`
  const nextStep = `Leave it out for ${describeValue(choices[0])}`
  throw new OriginError({ code: 'BAD_CHOICE', path, rule, received: describeValue(choice), nextStep })
}

/** Returns the test whether somebody is one of `senders`, each a prefix or `unix`. */
function readSenders(senders: readonly string[]): ProxyRules['isSender'] {
  if (senders.length === 0) throw badSender('senders', 'names at least one load balancer', 'an empty list')
  const prefixes = senders.flatMap((text, index) => (text === UNIX ? [] : [readPrefix(text, `senders[${index}]`)]))
  const table = buildPrefixTable(prefixes.map((prefix) => ({ prefix, label: true })))
  const takesUnix = senders.includes(UNIX)
  return (sender) => (sender === UNIX ? takesUnix : table.find(wordsOf(sender), familyOf(sender)) === true)
}

function readPrefix(text: string, path: string): Prefix {
  const prefix = parsePrefix(text)
  if (prefix === undefined) throw badSender(path, 'is a prefix without host bits', describeValue(text))
  if (prefix.length === 0) throw badSender(path, 'leaves somebody out: whoever may send says who the client is', text)
  return prefix
}

function badSender(path: string, rule: string, received: string): OriginError {
  const nextStep = 'List the subnets of the load balancer, such as "10.0.16.0/20"'
  return new OriginError({ code: 'BAD_SENDER', path, rule, received, nextStep })
}

/** Returns the address of a socket's other end in its canonical form; undefined if it has none, as UNIX sockets do. */
export function addressOf(socket: { readonly remoteAddress?: string | undefined }): Address | undefined {
  return parseAddress(socket.remoteAddress ?? '')
}
