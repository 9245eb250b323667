import type { ListTargetName } from './list-titles.ts'
import type { TrustedList } from './trusted-list.ts'

/** The most prefixes that a target takes, and what says so. */
export type PrefixLimit = {
  readonly most: number
  readonly because: string
  /** What somebody does whose list is longer. */
  readonly nextStep: string
}

/** Writes a list in the language of one reader. */
export type ListTarget = {
  readonly name: ListTargetName
  readonly limit?: PrefixLimit
  /** It refuses two prefixes of which one is inside the other. */
  readonly takesNoNested?: true
  /**
   * The text of one file. Throws a CompileError for a name that the target cannot take.
   *
   * `head` says above it where the list comes from: a line each, without the sign of a comment.
   */
  readonly write: (list: TrustedList, head: readonly string[]) => string
}
