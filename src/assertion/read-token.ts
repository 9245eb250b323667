import { decodeBase64url } from './base64url.ts'
import { BEARER_PREFIX, MAX_LINE_LENGTH } from './claims.ts'
import { decodeJsonObject } from './decode-json-object.ts'
import type { JsonObject } from './json-object.ts'
import type { Rejection } from './rejection.ts'

/** A compact JWS taken apart. Nothing in it is vouched for before the signature is checked. */
export type ClaimedToken = {
  readonly header: JsonObject
  /** Undecoded until the signature holds: no reader of claims meets bytes from a stranger. */
  readonly payload: Uint8Array<ArrayBuffer>
  /** The bytes that the signature is over (RFC 7515 section 5.2). */
  readonly signed: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** Takes the one token out of the header lines, or says why there is none. `Bearer ` is taken in that spelling alone. */
export function readToken(lines: readonly string[]): ClaimedToken | Rejection {
  const [line] = lines
  if (line === undefined) return { reason: 'missing' }
  // Fetch and most proxies join repeated lines with a comma, and no token has one.
  if (lines.length > 1 || line.includes(',')) return { reason: 'repeated-header', lines: lines.length }
  if (line.length > MAX_LINE_LENGTH) return { reason: 'too-large', length: line.length, maxLength: MAX_LINE_LENGTH }
  return splitToken(line.startsWith(BEARER_PREFIX) ? line.slice(BEARER_PREFIX.length) : line)
}

/** Takes a compact JWS (RFC 7515 section 7.1) apart, of any length. */
export function splitToken(token: string): ClaimedToken | Rejection {
  const parts = token.split('.', 4)
  const [claimedHeader, payload, signature] = parts.map((part) => (part === '' ? undefined : decodeBase64url(part)))
  if (parts.length !== 3 || claimedHeader === undefined || payload === undefined || signature === undefined) {
    return { reason: 'malformed-token', part: 'form' }
  }
  const header = decodeJsonObject(claimedHeader)
  if (header === undefined) return { reason: 'malformed-token', part: 'header' }
  const signed = new TextEncoder().encode(token.slice(0, token.lastIndexOf('.')))
  return { header, payload, signed, signature }
}
