import { FaultError } from '../../fault/fault-error.ts'

export type KvsErrorCode =
  | 'NOT_A_SECRET'
  | 'BAD_ISSUER'
  | 'BAD_AUDIENCE'
  | 'VALUE_TOO_LONG'
  | 'BAD_ARN'
  | 'BAD_KEY_NAME'
  | 'BAD_ENDPOINT'
  | 'SDK_MISSING'
  | 'BAD_CREDENTIALS'
  | 'ACCESS_DENIED'
  | 'STORE_NOT_FOUND'
  | 'CHANGED_MEANWHILE'
  | 'STORE_FULL'
  | 'REFUSED'
  | 'THROTTLED'
  | 'SERVICE_FAILED'
  | 'UNREACHABLE'

/** A value for a CloudFront KeyValueStore that cannot be made, or could not be written. Never shows the value. */
export class KvsError extends FaultError<KvsErrorCode> {
  override readonly name = 'KvsError'
}
