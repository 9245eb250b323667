import { FaultError } from '../fault/fault-error.ts'

export type SealErrorCode =
  | 'BAD_TTL'
  | 'BAD_ISSUER'
  | 'BAD_VIA'
  | 'BAD_CLOCK'
  | 'METHOD_MISSING'
  | 'HOST_UNBINDABLE'
  | 'PATH_UNBINDABLE'
  | 'TOKEN_TOO_LARGE'

/**
 * A sealer that cannot be made, or a request that it cannot seal as `bind` demands.
 *
 * `HOST_UNBINDABLE`, `PATH_UNBINDABLE` and `TOKEN_TOO_LARGE` can come from what a client sent: answer those requests
 * with a refusal. The other codes are faults of the program around it.
 */
export class SealError extends FaultError<SealErrorCode> {
  override readonly name = 'SealError'
}
