import type { Socket } from 'node:net'
import type { Address } from '../net/address.ts'
import type { NeedMore, ProxyRefusalReason } from '../proxy-protocol/decoded.ts'
import { claimedSource, type Endpoint, type ProxyHeader } from '../proxy-protocol/header.ts'
import { createHeaderReader, type Received } from '../proxy-protocol/header-reader.ts'

/** What the PROXY protocol header of a connection says, on the word of the sender, whose address is a trusted one. */
export type ProxyFacts =
  | {
      readonly command: 'PROXY'
      /** The load balancer: the address at the other end of the socket. */
      readonly sender: Address
      /** The client, as the sender saw it. */
      readonly source: Endpoint
      readonly header: ProxyHeader
    }
  /** LOCAL, UNKNOWN and UNSPEC: the sender names no client. Serve such a connection its health check and nothing else. */
  | { readonly command: 'LOCAL'; readonly sender: Address; readonly header: ProxyHeader }

/** Why a connection ended before it had a header. */
export type HeaderFailure =
  | { readonly reason: 'bad-header'; readonly fault: ProxyRefusalReason; readonly offset: number }
  | { readonly reason: 'timeout'; readonly timeoutSeconds: number }
  | { readonly reason: 'disconnected' }

export type HeaderLimits = { readonly headerTimeoutSeconds: number; readonly maxHeaderBytes: number }

/**
 * Takes the header off the front of a connection and leaves the bytes behind it unread, as if it had begun with them.
 *
 * The time limit is for the whole header and not for the next byte of it, so that nobody holds a connection open by
 * sending one byte at a time.
 */
export function takeProxyHeader(socket: Socket, limits: HeaderLimits): Promise<ProxyHeader | HeaderFailure> {
  const { headerTimeoutSeconds: timeoutSeconds, maxHeaderBytes: maxBytes } = limits
  const reader = createHeaderReader({ maxBytes, unix: 'refuse' })
  return new Promise((resolve) => {
    const settle = (outcome: ProxyHeader | HeaderFailure): void => {
      clearTimeout(timer)
      socket.off('readable', readOn).off('end', hangUp).off('close', hangUp)
      resolve(outcome)
    }
    const hangUp = (): void => settle({ reason: 'disconnected' })
    const readOn = (): void => {
      for (let chunk = readChunk(socket); chunk !== undefined; chunk = readChunk(socket)) {
        const received = reader.push(chunk)
        if (received.state === 'need-more') continue
        settle(conclude(socket, received))
        return
      }
    }
    const timer = setTimeout(() => settle({ reason: 'timeout', timeoutSeconds }), timeoutSeconds * 1000)
    // By "readable" and not by "data": once the last such listener is off, the stream neither flows nor is paused, as new.
    socket.on('readable', readOn).on('end', hangUp).on('close', hangUp)
  })
}

function conclude(socket: Socket, received: Exclude<Received, NeedMore>): ProxyHeader | HeaderFailure {
  if (received.state === 'refused') return { reason: 'bad-header', fault: received.reason, offset: received.offset }
  if (received.payload.length > 0) socket.unshift(received.payload)
  return received.header
}

export function factsOf(header: ProxyHeader, sender: Address): ProxyFacts {
  const source = claimedSource(header)
  return source === undefined ? { command: 'LOCAL', sender, header } : { command: 'PROXY', sender, source, header }
}

function readChunk(socket: Socket): Uint8Array | undefined {
  const chunk: unknown = socket.read()
  return chunk instanceof Uint8Array ? chunk : undefined
}
