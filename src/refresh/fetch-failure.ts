import type { Fault } from '../fault/fault.ts'
import { FaultError } from '../fault/fault-error.ts'

export type FetchFaultCode =
  | 'BAD_URL'
  | 'STOPPED'
  | 'TIMED_OUT'
  | 'UNREACHABLE'
  | 'BAD_CERTIFICATE'
  | 'BAD_STATUS'
  | 'REDIRECTED'
  | 'UNASKED_304'
  | 'BAD_MEDIA_TYPE'
  | 'TOO_LARGE'
  | 'NOT_UTF8'
  | 'NAMES_NO_LIST'

type Bearing = {
  /** `refused`: what came must not be trusted. `failed`: nothing whole came. */
  readonly outcome: 'refused' | 'failed'
  /** Whether the same request may well be answered a little later. */
  readonly mayPass?: boolean
  /** What the source asked for in Retry-After. */
  readonly retryAfterSeconds?: number | undefined
}

/** Why a source gave no body. Shows neither the query of an address, which may be a secret, nor what another program said. */
export class FetchFailure extends FaultError<FetchFaultCode> {
  override readonly name = 'FetchFailure'
  readonly outcome: Bearing['outcome']
  readonly mayPass: boolean
  readonly retryAfterSeconds: number | undefined

  constructor(fault: Fault<FetchFaultCode>, { outcome, mayPass = false, retryAfterSeconds }: Bearing) {
    super(fault)
    this.outcome = outcome
    this.mayPass = mayPass
    this.retryAfterSeconds = retryAfterSeconds
  }
}
