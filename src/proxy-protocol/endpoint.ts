import { type Address, printAddress } from '../net/address.ts'
import { readUint16, readUint32 } from './bytes.ts'
import type { Endpoint } from './header.ts'
import { type InetLayout, V2_HEAD_BYTES } from './v2-layout.ts'

// Reused, for a decoder runs to its end before another can begin; what it prints is a copy.
const words = new Uint32Array(4)

export function buildEndpoint(address: Address, port: number, mapping: 'plain' | 'mapped'): Endpoint {
  return mapping === 'mapped' ? { address, port, mapped: true } : { address, port }
}

/** The source (0) or destination (1) of a version 2 address block: both addresses come first, then both ports. */
export function readEndpoint(bytes: Uint8Array, layout: InetLayout, index: 0 | 1): Endpoint {
  const at = V2_HEAD_BYTES + index * layout.addressBytes
  const port = readUint16(bytes, V2_HEAD_BYTES + 2 * layout.addressBytes + 2 * index)
  if (layout.addressBytes === 4) return buildEndpoint(printWord(readUint32(bytes, at)), port, 'plain')
  for (let i = 0; i < 4; i++) words[i] = readUint32(bytes, at + 4 * i)
  if (words[0] !== 0 || words[1] !== 0 || words[2] !== 0xffff) {
    return buildEndpoint(printAddress(words, 6), port, 'plain')
  }
  return buildEndpoint(printWord(words[3] ?? 0), port, 'mapped')
}

function printWord(word: number): Address {
  words[0] = word
  return printAddress(words, 4)
}
