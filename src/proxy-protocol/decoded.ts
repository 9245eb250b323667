import type { ProxyHeader } from './header.ts'

/** Why bytes are no acceptable header. */
export type ProxyRefusalReason =
  | 'not-proxy-protocol'
  | 'undefined-protocol'
  | 'malformed-address'
  | 'family-mismatch'
  | 'malformed-port'
  | 'malformed-line'
  | 'line-too-long'
  | 'undefined-version'
  | 'undefined-command'
  | 'undefined-family'
  | 'undefined-transport'
  | 'undefined-pair'
  | 'too-large'
  | 'short-address-block'
  | 'malformed-tlv'
  | 'oversized-unique-id'
  | 'repeated-crc'
  | 'missing-crc'
  | 'wrong-crc'
  | 'unspec-refused'
  | 'unix-refused'
  | 'truncated-datagram'

/** No further byte can make a header of it. `offset` is where the field at fault begins. */
export type Refused = { readonly state: 'refused'; readonly reason: ProxyRefusalReason; readonly offset: number }

/** What was received is the beginning of a valid header, or could still become it. */
export type NeedMore = { readonly state: 'need-more' }

/** A whole header; the payload begins at byte `length`. */
export type Complete = { readonly state: 'header'; readonly header: ProxyHeader; readonly length: number }

export type Decoded = NeedMore | Complete | Refused

export const NEED_MORE: NeedMore = Object.freeze({ state: 'need-more' })

export function refuse(reason: ProxyRefusalReason, offset: number): Refused {
  return { state: 'refused', reason, offset }
}
