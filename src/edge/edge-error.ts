import { FaultError } from '../fault/fault-error.ts'

export type EdgeErrorCode =
  | 'VARIABLE_MISSING'
  | 'STORE_FAILED'
  | 'NOT_JSON'
  | 'KEY_NOT_PUBLISHED'
  | 'KEY_DIFFERS'
  | 'WRONG_ALGORITHM'
  | 'PSEUDONYM_MISSING'

/** Something that an edge cannot start without. Never shows a secret. */
export class EdgeError extends FaultError<EdgeErrorCode> {
  override readonly name = 'EdgeError'
}
