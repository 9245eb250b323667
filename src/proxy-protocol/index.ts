export { buildHeader, buildTlvs } from './build-header.ts'
export { decodeProxyDatagram, decodeProxyHeader } from './decode.ts'
export type { DecodeOptions } from './decode-options.ts'
export type { Complete, Decoded, NeedMore, ProxyRefusalReason, Refused } from './decoded.ts'
export { type EncodeOptions, encodeProxyHeader } from './encode.ts'
export {
  claimedSource,
  type Endpoint,
  type InetFamily,
  type InetHeader,
  type LocalHeader,
  type ProxyHeader,
  type UnixEndpoint,
  type UnixHeader,
  type UnspecHeader,
} from './header.ts'
export { ProxyHeaderError } from './header-error.ts'
export { createHeaderReader, type HeaderReader, type Received } from './header-reader.ts'
export { parseProxyHeader } from './parse-header.ts'
export { hasVerifiedCertificate } from './read-ssl-tlv.ts'
export { scanProxyHeader } from './scan.ts'
export { createScannedHeader, type FieldProgress, type ScannedEnd, type ScannedHeader } from './scanned-header.ts'
export type { SslFieldTlv, SslTlv, Tlv, UnknownTlv, VendorTlv } from './tlv.ts'
