import { DEFAULT_MAX_BYTES } from './decode-options.ts'
import { encodeV1 } from './encode-v1.ts'
import { encodeV2 } from './encode-v2.ts'
import type { ProxyHeader } from './header.ts'
import { ProxyHeaderError } from './header-error.ts'

export type EncodeOptions = {
  /** The largest header to make, 4096 bytes by default: what nginx, go-proxyproto and this decoder take. */
  readonly maxBytes?: number
}

/**
 * Returns the bytes of a PROXY protocol header, to be sent whole and before anything else on its connection.
 *
 * A `crc32c` field is computed, whatever its hex says, and a `noop` field is written as zeros: put them into `tlvs`
 * where you want them. Receivers skip the fields of LOCAL and UNSPEC headers. Throws {@link ProxyHeaderError} where
 * address and family do not belong together, a port or field is out of range, or the whole is too long.
 *
 * Never send it on a connection that carries requests of several clients (specification, section 2).
 *
 * @example
 * encodeProxyHeader({
 *   version: 2,
 *   command: 'PROXY',
 *   family: 'tcp4',
 *   source: { address: '192.0.2.7', port: 40000 },
 *   destination: { address: '198.51.100.1', port: 443 },
 *   tlvs: [{ type: 'authority', text: 'www.example.com' }, { type: 'crc32c', hex: '' }],
 * })
 */
export function encodeProxyHeader(header: ProxyHeader<string>, options: EncodeOptions = {}): Uint8Array {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES
  const bytes = header.version === 1 ? encodeV1(header) : encodeV2(header)
  if (bytes.length <= maxBytes) return bytes
  throw new ProxyHeaderError({
    code: 'TOO_LONG',
    path: 'header',
    rule: `it has at most ${maxBytes} bytes`,
    received: bytes.length,
    nextStep: 'Send fewer or shorter TLVs, or raise maxBytes if every receiver takes more',
  })
}
