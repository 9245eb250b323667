/**
 * Where accepted lists are kept, each a text under the name of its provider: a record in JSON, or that signed.
 *
 * Both reject with a StoreError of the platform: UNREACHABLE when the signal aborts. A list that cannot be read makes the
 * whole read fail: whoever can do with fewer asks for one at a time.
 */
export type ListStore = {
  /** Such as `s3://bucket/ranges`; safe to print. */
  readonly name: string
  /** The texts of those that are there; the others are missing from the map. */
  readonly read: (providers: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, string>>
  /**
   * Writes one as a whole: readers see the old text or the new one.
   *
   * Rejects with CHANGED_MEANWHILE, and writes nothing, if somebody else has written it since this very store read or
   * wrote it; KV cannot tell. What was never read here is written whatever is there.
   */
  readonly write: (provider: string, text: string, signal: AbortSignal) => Promise<void>
}
