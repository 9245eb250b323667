import { describeValue } from '../../fault/escape-text.ts'
import type { Tlv } from '../../proxy-protocol/tlv.ts'
import { readLimits } from '../read-limits.ts'
import { UpstreamError } from '../upstream-error.ts'
import type { TcpRelayEvent } from './event.ts'
import type { HeaderForm } from './fresh-header.ts'

/** What bounds a relay. Every one has a default. */
export type TcpRelayLimits = {
  /** Connections at a time; 1024 by default. The next one is closed. */
  readonly maxConnections: number
  /** To the application; 5 by default. */
  readonly connectTimeoutSeconds: number
  /** Without a byte in either direction; 600 by default, as in nginx. */
  readonly idleTimeoutSeconds: number
}

export type TcpRelayOptions = Partial<TcpRelayLimits> & {
  readonly upstream: { readonly host: string; readonly port: number } | { readonly path: string }
  /** The header for the application, which must be told to expect exactly that: it may not guess either. */
  readonly sendProxy: HeaderForm['sendProxy']
  /**
   * Which of the sender's fields go on in version 2. None by default: a receiver takes them for the word of whoever
   * connects to it, and an application that ends TLS itself knows name and protocol from the client. `crc32c` writes a
   * checksum of the new header, whether or not one came.
   */
  readonly tlvs?: readonly Tlv['type'][]
  /** Prefixes that clients must be in, such as those of a CDN; without it the sender's word is enough. */
  readonly sources?: readonly string[]
  /** Connections whose header names no client, which are health checks mostly: `relay` by default. */
  readonly local?: 'relay' | 'close'
  /** Told of every connection. If it throws, its event is lost and nothing else. */
  readonly report: (event: TcpRelayEvent) => void
}

const DEFAULTS: TcpRelayLimits = { maxConnections: 1024, connectTimeoutSeconds: 5, idleTimeoutSeconds: 600 }

export function readRelayLimits(given: Partial<TcpRelayLimits>): TcpRelayLimits {
  return readLimits<keyof TcpRelayLimits>(given, DEFAULTS, {
    maxConnections: [1, 1_000_000],
    connectTimeoutSeconds: [0.001, 3600],
    idleTimeoutSeconds: [0.001, 86_400],
  })
}

/** Checks what a compiler has checked already, for callers that have none. */
export function checkRelayOptions({ sendProxy, tlvs = [], local = 'relay', upstream }: TcpRelayOptions): void {
  checkChoice('sendProxy', sendProxy, ['none', 'v1', 'v2'])
  checkChoice('local', local, ['relay', 'close'])
  if (tlvs.length > 0 && sendProxy !== 'v2') throw badChoice('tlvs', 'go on in version 2 alone', sendProxy)
  const isSocket = 'path' in upstream && typeof upstream.path === 'string' && upstream.path.startsWith('/')
  const isPort = 'port' in upstream && Number.isInteger(upstream.port) && upstream.port > 0 && upstream.port < 65_536
  if (isSocket || (isPort && upstream.host !== '')) return
  throw new UpstreamError({
    code: 'BAD_UPSTREAM',
    path: 'upstream',
    rule: 'is a host with a port from 1 to 65535, or the path of a UNIX socket',
    nextStep: 'Write { host: "127.0.0.1", port: 8443 }',
  })
}

function checkChoice(path: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw badChoice(path, `is ${choices.map(describeValue).join(' or ')}`, value)
}

function badChoice(path: string, rule: string, value: unknown): UpstreamError {
  const nextStep = 'Choose one that fits'
  return new UpstreamError({ code: 'BAD_CHOICE', path, rule, received: describeValue(value), nextStep })
}
