/** A value of a document with the reason for it, which is written above it as a comment. */
export class Because {
  readonly reason: string
  readonly value: Plain

  constructor(reason: string, value: Plain) {
    this.reason = reason
    this.value = value
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
  | readonly Plain[]
  | { readonly [member: string]: Plain }

/** Gives a value its reason: one or more sentences, with the source where it rests on one. */
export function because(reason: string, value: Plain): Because {
  return new Because(reason, value)
}
