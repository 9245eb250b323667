/** A value of a document with the reason for it, which is written above it as a comment. */
export class Because {
  readonly reason: string
  readonly value: Plain

  constructor(reason: string, value: Plain) {
    this.reason = reason
    this.value = value
  }
}

/** A value that stands on one line, as nobody reads it: the parsed form of an expression. No reasons within it. */
export class Compact {
  readonly compact: Plain

  constructor(compact: Plain) {
    this.compact = compact
  }
}

/** What a YAML document is made of. Members that are undefined are left out. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | undefined
  | Because
  | Compact
  | readonly Plain[]
  | { readonly [member: string]: Plain }

/** Gives a value its reason: one or more sentences, with the source where it rests on one. */
export function because(reason: string, value: Plain): Because {
  return new Because(reason, value)
}

/** Puts a value on one line. */
export function compact(value: Plain): Compact {
  return new Compact(value)
}

/** The value without its reason. */
export function plainOf(value: Plain): Plain {
  return value instanceof Because ? value.value : value
}
