import { wordsOf } from '../net/address.ts'
import { writeUint16, writeUint32 } from './bytes.ts'
import { type CheckedEndpoint, checkEndpoint } from './check-endpoint.ts'
import type { InetHeader, ProxyHeader } from './header.ts'
import { writeUnixBlock } from './unix-endpoint.ts'
import { INET_LAYOUTS, UNIX_LAYOUTS, UNSPEC_LAYOUT } from './v2-layout.ts'

/** The byte of family and transport, and the addresses in the layout that it stands for. */
export type AddressBlock = { readonly code: number; readonly bytes: Uint8Array }

export function writeAddressBlock(header: ProxyHeader<string>): AddressBlock {
  switch (header.family) {
    case 'unspec':
      return { code: UNSPEC_LAYOUT.code, bytes: new Uint8Array(0) }
    case 'unix':
      return { code: UNIX_LAYOUTS[header.transport].code, bytes: writeUnixBlock(header) }
    case 'tcp4':
    case 'tcp6':
    case 'udp4':
    case 'udp6':
      return { code: INET_LAYOUTS[header.family].code, bytes: writeInetBlock(header) }
  }
}

function writeInetBlock(header: InetHeader<string>): Uint8Array {
  const { addressBytes, blockBytes } = INET_LAYOUTS[header.family]
  const source = checkEndpoint(header.source, header.family, 'source')
  const destination = checkEndpoint(header.destination, header.family, 'destination')
  const bytes = new Uint8Array(blockBytes)
  writeAddress(bytes.subarray(0, addressBytes), source)
  writeAddress(bytes.subarray(addressBytes, 2 * addressBytes), destination)
  writeUint16(bytes, 2 * addressBytes, source.port)
  writeUint16(bytes, 2 * addressBytes + 2, destination.port)
  return bytes
}

/** Fills `into` with the address: IPv4 at its end, which is all of the short form and the last word of the mapped. */
function writeAddress(into: Uint8Array, { address, isMapped }: CheckedEndpoint): void {
  const words = wordsOf(address)
  if (into.length === 4 || isMapped) {
    if (isMapped) writeUint16(into, 10, 0xffff)
    writeUint32(into, into.length - 4, words[0] ?? 0)
    return
  }
  for (let i = 0; i < 4; i++) writeUint32(into, 4 * i, words[i] ?? 0)
}
