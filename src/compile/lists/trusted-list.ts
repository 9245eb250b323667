/** A list as something else is told of it: who is believed now. The same list gives the same bytes. */
export type TrustedList = {
  /** A provider's name, or `list:` and the name of a private list. */
  readonly provider: string
  readonly source: string
  /** The moment or the day whose state of the source this is. */
  readonly asOf: string
  /** SHA-256 of the provider's list, without what drains. */
  readonly digest: string
  /** Canonical, and in the order of a list; those that drain are among them. */
  readonly prefixes: readonly string[]
  /** Withdrawn by the source, and trusted for a while. */
  readonly draining: readonly string[]
}
