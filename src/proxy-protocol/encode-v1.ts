import { type CheckedEndpoint, checkEndpoint } from './check-endpoint.ts'
import type { ProxyHeader } from './header.ts'
import { ProxyHeaderError } from './header-error.ts'

const ENCODER = new TextEncoder()

/** Version 1, section 2.1. */
export function encodeV1(header: ProxyHeader<string>): Uint8Array {
  if (header.tlvs.length > 0) {
    const rule = 'a version 1 line has no TLVs'
    throw new ProxyHeaderError({
      code: 'WRONG_VERSION',
      path: 'tlvs',
      rule,
      received: header.tlvs.length,
      nextStep: 'Send version 2',
    })
  }
  switch (header.family) {
    case 'unspec':
      return ENCODER.encode('PROXY UNKNOWN\r\n')
    case 'tcp4':
    case 'tcp6': {
      const source = checkEndpoint(header.source, header.family, 'source')
      const destination = checkEndpoint(header.destination, header.family, 'destination')
      const addresses = `${printV1(source)} ${printV1(destination)}`
      return ENCODER.encode(`PROXY ${header.family.toUpperCase()} ${addresses} ${source.port} ${destination.port}\r\n`)
    }
    case 'udp4':
    case 'udp6':
    case 'unix': {
      const rule = 'a version 1 line is for tcp4, tcp6 or unspec'
      throw new ProxyHeaderError({
        code: 'WRONG_VERSION',
        path: 'family',
        rule,
        received: header.family,
        nextStep: 'Send version 2',
      })
    }
  }
}

function printV1({ address, isMapped }: CheckedEndpoint): string {
  return isMapped ? `::ffff:${address}` : address
}
