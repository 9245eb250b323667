/** A field that no type here fits: of an unknown code, or of a known one without the form which that asks for. */
export type UnknownTlv = { readonly type: 'unknown'; readonly code: number; readonly hex: string }

/** A field inside `ssl`: `version` is that of TLS, `client-cert` the certificate in DER. */
export type SslFieldTlv =
  | {
      readonly type: 'version' | 'cn' | 'cipher' | 'sig-alg' | 'key-alg' | 'group' | 'sig-scheme'
      readonly text: string
    }
  | { readonly type: 'client-cert'; readonly hex: string }
  | UnknownTlv

/**
 * The client's TLS connection to the sender (section 2.2.6).
 *
 * `verifyCode` 0 alone proves nothing, for senders leave it 0 where the client showed no certificate at all:
 * `hasVerifiedCertificate` looks at both.
 */
export type SslTlv = {
  readonly type: 'ssl'
  readonly clientBits: number
  readonly verifyCode: number
  readonly tlvs: readonly SslFieldTlv[]
}

/**
 * Fields that cloud providers define in the range left to applications (0xe0 to 0xef). Other senders use the same codes
 * in their own way, so these names mean something only from that provider's load balancer.
 */
export type VendorTlv =
  | { readonly type: 'aws-vpc-endpoint-id'; readonly text: string }
  | { readonly type: 'azure-link-id'; readonly id: number }
  /** 64 bits in decimal, because a number holds 53. */
  | { readonly type: 'gcp-psc-connection-id'; readonly id: string }

/**
 * One type-length-value field behind the addresses of a version 2 header (section 2.2).
 *
 * `text` holds no control characters, line separators or changes of direction. A value without the form of its type says nothing and is kept as `unknown`, such
 * as a Common Name in Latin-1. `noop` is padding, of which the length alone is kept. The hex of `crc32c` is what the
 * sender wrote; an encoder computes its own.
 */
export type Tlv =
  | { readonly type: 'alpn' | 'authority' | 'netns'; readonly text: string }
  | { readonly type: 'crc32c' | 'unique-id'; readonly hex: string }
  | { readonly type: 'noop'; readonly length: number }
  | SslTlv
  | VendorTlv
  | UnknownTlv
