import { describeFault, type Fault } from '../fault/fault.ts'

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
export class SealError extends Error {
  override readonly name = 'SealError'
  readonly code: SealErrorCode
  readonly path: string
  readonly rule: string
  readonly nextStep: string

  constructor(fault: Fault<SealErrorCode>) {
    super(describeFault(fault))
    this.code = fault.code
    this.path = fault.path
    this.rule = fault.rule
    this.nextStep = fault.nextStep
  }
}
