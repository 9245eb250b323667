import type { Family, Words } from '../net/address.ts'
import type { ProxyRefusalReason } from './decoded.ts'
import type { ProxyHeader } from './header.ts'

/** One end of the relayed connection. IPv4-mapped IPv6 is IPv4 here, as everywhere: word 0 alone, and `family` 4. */
export type ScannedEnd = { readonly words: Words; family: Family; port: number }

/** How far the fields were checked: a scan that gets more bytes goes on from here, so that no field is checked twice. */
export type FieldProgress = {
  at: number
  /** Where the `ssl` field ends inside which `at` is; 0 outside. */
  sslEnd: number
  /** Where the CRC32C field begins; 0 while none was seen. */
  crcAt: number
}

/** What `scanProxyHeader` fills in. A caller keeps one and scans into it again and again. */
export type ScannedHeader = {
  version: 1 | 2
  command: 'PROXY' | 'LOCAL'
  /** As it stands on the wire: `tcp6` with an end of family 4 carried that end as IPv4-mapped IPv6. */
  family: ProxyHeader['family']
  /** Both ends mean something where `family` is one of `tcp4 tcp6 udp4 udp6`, and are left from before elsewhere. */
  readonly source: ScannedEnd
  readonly destination: ScannedEnd
  /** Where the fields begin; `length` where there are none to be read. */
  tlvsAt: number
  readonly fields: FieldProgress
  /** The bytes of the header. The payload begins here. */
  length: number
  /** Why the bytes were refused, undefined where they were not, and where the field at fault begins. */
  reason: ProxyRefusalReason | undefined
  offset: number
}

/** Returns a place for what a scan finds. */
export function createScannedHeader(): ScannedHeader {
  return {
    version: 2,
    command: 'LOCAL',
    family: 'unspec',
    source: { words: new Uint32Array(4), family: 4, port: 0 },
    destination: { words: new Uint32Array(4), family: 4, port: 0 },
    tlvsAt: 0,
    fields: { at: 0, sslEnd: 0, crcAt: 0 },
    length: 0,
    reason: undefined,
    offset: 0,
  }
}

/**
 * What the parts of a scan return in place of an offset when they end it: more bytes have to come, or `reason` says why
 * none can help. No part of a header ends at offset 0.
 */
export const STOPPED = 0

export function stopScan(into: ScannedHeader, reason: ProxyRefusalReason, offset: number): typeof STOPPED {
  into.reason = reason
  into.offset = offset
  return STOPPED
}

/** Gives IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2) the form of the IPv4 address that it stands for. */
export function settleIPv6(end: ScannedEnd): void {
  const { words } = end
  end.family = 6
  if (words[2] !== 0xffff || words[0] !== 0 || words[1] !== 0) return
  end.family = 4
  words[0] = words[3] ?? 0
  words[2] = words[3] = 0
}
