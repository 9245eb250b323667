import type { Socket } from 'node:net'
import type { DecodeOptions } from '../../../proxy-protocol/decode-options.ts'
import type { NeedMore, ProxyRefusalReason } from '../../../proxy-protocol/decoded.ts'
import type { ProxyHeader } from '../../../proxy-protocol/header.ts'
import { createHeaderReader, type Received } from '../../../proxy-protocol/header-reader.ts'

/** Why a connection ended before it had a header. */
export type HeaderFailure =
  | { readonly reason: 'bad-header'; readonly fault: ProxyRefusalReason; readonly offset: number }
  | { readonly reason: 'timeout'; readonly timeoutSeconds: number }
  | { readonly reason: 'disconnected' }
  /** Newer ones were waiting by then, and it was the oldest without a header. */
  | { readonly reason: 'too-many-waiting'; readonly maxWaiting: number }
  /** The server was closing. */
  | { readonly reason: 'closing' }

export type HeaderRules = { readonly timeoutSeconds: number; readonly decode: DecodeOptions }

/**
 * Takes the header off the front of a connection and leaves the bytes behind it unread, as if it had begun with them;
 * calls `settled` once, and returns what gives up the wait.
 *
 * The time limit is for the whole header and not for the next byte of it, so that nobody holds a connection open by
 * sending one byte at a time.
 */
export function takeProxyHeader(
  socket: Socket,
  { timeoutSeconds, decode }: HeaderRules,
  settled: (outcome: ProxyHeader | HeaderFailure) => void,
): (failure: HeaderFailure) => void {
  const reader = createHeaderReader(decode)
  let isSettled = false
  const settle = (outcome: ProxyHeader | HeaderFailure): void => {
    if (isSettled) return
    isSettled = true
    clearTimeout(timer)
    if ('reason' in outcome) socket.off('readable', readOn)
    socket.off('end', hangUp).off('close', hangUp)
    settled(outcome)
  }
  const hangUp = (): void => settle({ reason: 'disconnected' })
  const readOn = (): void => {
    for (let chunk = readChunk(socket); chunk !== undefined; chunk = readChunk(socket)) {
      const received = reader.push(chunk)
      if (received.state === 'need-more') continue
      // Once and not again: each time Node undoes a tick later what listening to "readable" does to a stream. Then it
      // neither flows nor is paused, as new; and whoever has paused it by then would not be obeyed.
      socket.off('readable', readOn)
      process.nextTick(settle, conclude(socket, received))
      return
    }
  }
  const timer = setTimeout(() => settle({ reason: 'timeout', timeoutSeconds }), timeoutSeconds * 1000)
  socket.on('readable', readOn).on('end', hangUp).on('close', hangUp)
  return settle
}

function conclude(socket: Socket, received: Exclude<Received, NeedMore>): ProxyHeader | HeaderFailure {
  if (received.state === 'refused') return { reason: 'bad-header', fault: received.reason, offset: received.offset }
  if (received.payload.length > 0) socket.unshift(received.payload)
  return received.header
}

function readChunk(socket: Socket): Uint8Array | undefined {
  const chunk: unknown = socket.read()
  return chunk instanceof Uint8Array ? chunk : undefined
}
