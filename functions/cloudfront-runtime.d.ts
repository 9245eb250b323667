/** The module that the CloudFront Functions runtime 2.0 adds, as far as it is used here. */
declare module 'cloudfront' {
  type KeyValueStore = {
    /** Rejects for a key that the store has not. */
    readonly get: (key: string) => Promise<string>
  }
  const cf: {
    /** The store that is associated with the function: one at most, so that it needs no name. */
    readonly kvs: () => KeyValueStore
  }
  export default cf
}

/** Matches each line that is, in any spelling, the name of a header that no client can send past the edge. */
declare const STRIPPED_NAMES: RegExp

/**
 * Where the blocks from which CloudFront asks origins begin and, by turns, where they have ended, in order. IPv4 as 32
 * bits, IPv6 as its first 48.
 */
declare const PLATFORM_IPV4: readonly number[]
declare const PLATFORM_IPV6: readonly number[]
