import { decodeProxyHeader } from '../../src/proxy-protocol/decode.ts'
import type { DecodeOptions } from '../../src/proxy-protocol/decode-options.ts'
import type { Decoded } from '../../src/proxy-protocol/decoded.ts'
import { parseHex } from '../../src/proxy-protocol/hex.ts'
import disputed from '../vectors/proxy-protocol-disputed.json' with { type: 'json' }
import hostile from '../vectors/proxy-protocol-hostile.json' with { type: 'json' }
import tlvs from '../vectors/proxy-protocol-tlvs.json' with { type: 'json' }
import v1 from '../vectors/proxy-protocol-v1.json' with { type: 'json' }
import v2 from '../vectors/proxy-protocol-v2.json' with { type: 'json' }

export type Vector = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly options: DecodeOptions
  readonly want: object
}

type Written = { name: string; bytes: string[][]; options?: object; want: object }

function read({ name, bytes, options = {}, want }: Written): Vector {
  return { name, bytes: fromHex(bytes.map(([hex]) => hex ?? '').join('')), options, want }
}

export function fromHex(hex: string): Uint8Array {
  const bytes = parseHex(hex)
  if (bytes === undefined) throw new Error(`${hex} is no hex`)
  return bytes
}

export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

const v1Vectors: readonly Written[] = v1.vectors
const v2Vectors: readonly Written[] = v2.vectors
const tlvVectors: readonly Written[] = tlvs.vectors
const disputedVectors: readonly Written[] = disputed.vectors
const hostileVectors: readonly Written[] = hostile.vectors

export const groups: readonly (readonly [string, readonly Vector[]])[] = [
  ['version 1', v1Vectors.map(read)],
  ['version 2', v2Vectors.map(read)],
  ['the TLVs of version 2', tlvVectors.map(read)],
  ['where receivers disagree', disputedVectors.map(read)],
  ['what an attacker would try', hostileVectors.map(read)],
]

export const vectors: readonly Vector[] = groups.flatMap(([, members]) => members)

/** The headers among the vectors, each cut to its own bytes. */
export const headers: readonly Vector[] = vectors.flatMap((vector) => {
  const decoded = decodeProxyHeader(vector.bytes, vector.options)
  return decoded.state === 'header' ? [{ ...vector, bytes: vector.bytes.slice(0, decoded.length) }] : []
})

/** The form in which the vectors, and `ipseal proxy decode`, write an answer. */
export function show(decoded: Decoded): object {
  switch (decoded.state) {
    case 'need-more':
      return { incomplete: true }
    case 'header':
      return { ...decoded.header, length: decoded.length }
    case 'refused':
      return { refused: decoded.reason, offset: decoded.offset }
  }
}
