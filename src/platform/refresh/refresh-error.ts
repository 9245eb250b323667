import { FaultError } from '../../fault/fault-error.ts'

export type RefreshErrorCode = 'BAD_EVENT' | 'BAD_FEEDS' | 'NOT_REFRESHED' | 'NOT_ARRIVED'

/** A refresh that cannot begin as it was asked for, or that did not get everything. */
export class RefreshError extends FaultError<RefreshErrorCode> {
  override readonly name = 'RefreshError'
}
