/** What a decoder accepts beyond what the specification settles. */
export type DecodeOptions = {
  /**
   * The largest version 2 header in bytes, 4096 by default, as nginx and go-proxyproto have it; a larger one is refused
   * on its length field. A version 1 line is at most 107 bytes whatever this says.
   */
  readonly maxBytes?: number
  /**
   * `verify`, the default, refuses a header whose CRC32C is wrong; `require` also one without, every version 1 line
   * included; `ignore` is for senders that fill the field with anything. Headers whose block is skipped (LOCAL, UNSPEC)
   * claim nothing that a checksum could protect, and pass without.
   */
  readonly crc?: 'verify' | 'require' | 'ignore'
  /** Version 1 UNKNOWN and version 2 UNSPEC. Accepted by default, as a header that names no client. */
  readonly unspec?: 'accept' | 'refuse'
  /** AF_UNIX. Accepted by default, as a header that names no client. */
  readonly unix?: 'accept' | 'refuse'
}

export const DEFAULT_MAX_BYTES = 4096

export const DEFAULT_OPTIONS: DecodeOptions = Object.freeze({})
