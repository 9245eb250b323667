/** A place that holds settings and keys, under the names `settings`, `jwks`, `keys/<kid>` and `secrets/<name>`. */
export type Store = {
  /** Such as `ssm:/ipseal/prod`; safe to print. */
  readonly name: string
  /** Everything under the path. An empty path gives an empty map. Rejects with a StoreError. */
  readonly load: (signal: AbortSignal) => Promise<ReadonlyMap<string, string>>
}

/** A store that rotation can write to. What it is told to write is there, and would be read back, once it resolves. */
export type WritableStore = Store & {
  /**
   * Writes a value that is not there yet, as a secret unless its name is `jwks` or `settings`; resolves to false,
   * changing nothing, if there is one. Rejects with a StoreError.
   */
  readonly create: (name: string, text: string) => Promise<boolean>
  /**
   * Writes a value in place of `expected`; undefined: in the place of none. Rejects with StoreError CHANGED_MEANWHILE if
   * something else is there.
   */
  readonly replace: (name: string, text: string, expected: string | undefined) => Promise<void>
  /** Resolves also if there is none. Rejects with a StoreError. */
  readonly remove: (name: string) => Promise<void>
}
