import { describeValue } from '../fault/escape-text.ts'
import { type Address, familyOf, parseAddress, wordsOf } from '../net/address.ts'
import { parsePrefix } from '../net/prefix.ts'
import { buildPrefixTable } from '../net/prefix-table.ts'
import { OriginError } from './origin-error.ts'

export type ProxyLimits = {
  /** From the connection to the end of its header; 5 by default. The specification asks for at least 3. */
  readonly headerTimeoutSeconds: number
  /** For version 2; 4096 by default, as nginx and go-proxyproto have it. */
  readonly maxHeaderBytes: number
  /** How many connections may be waiting for their header at a time; 1024 by default. The next one is closed. */
  readonly maxWaiting: number
}

const DEFAULT_LIMITS: ProxyLimits = { headerTimeoutSeconds: 5, maxHeaderBytes: 4096, maxWaiting: 1024 }

/** A version 2 header with IPv6 addresses and no fields: a receiver that takes less takes nothing. */
const SMALLEST_HEADER_BYTES = 52
/** The head of a version 2 header, and as much as its length field can say. */
const LARGEST_HEADER_BYTES = 65_551

export function readLimits(given: Partial<ProxyLimits>): ProxyLimits {
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

/** Returns the test whether an address belongs to one of `senders`, each written as a prefix. */
export function readSenders(senders: readonly string[]): (address: Address) => boolean {
  const entries = senders.map((text, index) => ({ prefix: readSender(text, `senders[${index}]`), label: true }))
  if (entries.length === 0) throw badSender('senders', 'names at least one load balancer', 'an empty list')
  const table = buildPrefixTable(entries)
  return (address) => table.find(wordsOf(address), familyOf(address)) === true
}

function readSender(text: string, path: string) {
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
