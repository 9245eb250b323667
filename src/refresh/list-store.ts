/**
 * Where accepted lists are kept, each a text under the name of its provider: a record in JSON, or that signed.
 *
 * Both reject with a StoreError of the platform, or with TimeoutError when the signal aborts.
 */
export type ListStore = {
  /** Such as `s3://bucket/ranges`; safe to print. */
  readonly name: string
  /** The texts of those that are there; the others are missing from the map. */
  readonly read: (providers: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, string>>
  /** Writes one as a whole: readers see the old text or the new one. */
  readonly write: (provider: string, text: string, signal: AbortSignal) => Promise<void>
}
