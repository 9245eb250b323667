import { FaultError } from '../fault/fault-error.ts'

export type UpstreamErrorCode = 'BAD_UPSTREAM' | 'BAD_LIMIT' | 'BAD_CHOICE'

/** A sidecar or relay that cannot be made from its options. Never thrown for anything that a client sends. */
export class UpstreamError extends FaultError<UpstreamErrorCode> {
  override readonly name = 'UpstreamError'
}
