import { FaultError } from '../fault/fault-error.ts'

export type KeyErrorCode =
  | 'NOT_A_KEY'
  | 'NOT_A_KEY_SET'
  | 'EMPTY_KEY_SET'
  | 'BAD_KID'
  | 'DUPLICATE_KID'
  | 'BAD_ALG'
  | 'BAD_USE'
  | 'WRONG_KEY_TYPE'
  | 'BAD_KEY_MATERIAL'
  | 'KEY_TOO_SHORT'
  | 'PRIVATE_KEY_MISSING'
  | 'PRIVATE_KEY_IN_SET'
  | 'SECRET_IN_PUBLIC_SET'
  | 'BAD_KEY_WAITS'

/** A key or a key set that cannot be used. Says which member breaks which rule; never shows key material. */
export class KeyError extends FaultError<KeyErrorCode> {
  override readonly name = 'KeyError'
}
