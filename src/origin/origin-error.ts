import { FaultError } from '../fault/fault-error.ts'

export type OriginErrorCode =
  | 'EMPTY_ISSUER'
  | 'EMPTY_AUDIENCE'
  | 'BAD_CHOICE'
  | 'EMPTY_KEY_SET'
  | 'BAD_KEY_URL'
  | 'BAD_SOURCE'
  | 'SOURCE_UNKNOWABLE'
  | 'REGISTERED_LATE'
  | 'BAD_EXEMPTION'
  | 'BAD_OUTPUT'
  | 'BAD_SENDER'
  | 'BAD_LIMIT'
  | 'BAD_SERVER'
  | 'ALREADY_LISTENING'

/** A verifier or a listener that cannot be made from its options. Never thrown for anything that a request holds. */
export class OriginError extends FaultError<OriginErrorCode> {
  override readonly name = 'OriginError'
}
