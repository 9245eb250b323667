import { describeFault, type Fault } from '../fault/fault.ts'

export type EdgeErrorCode =
  | 'VARIABLE_MISSING'
  | 'STORE_FAILED'
  | 'NOT_JSON'
  | 'KEY_NOT_PUBLISHED'
  | 'KEY_DIFFERS'
  | 'WRONG_ALGORITHM'
  | 'PSEUDONYM_MISSING'

/** Something that an edge cannot start without. Never shows a secret. */
export class EdgeError extends Error {
  override readonly name = 'EdgeError'
  readonly code: EdgeErrorCode

  constructor(fault: Fault<EdgeErrorCode>, cause?: unknown) {
    super(describeFault(fault), { cause })
    this.code = fault.code
  }
}
