import { describeFault, type Fault } from '../fault/fault.ts'

export type OriginErrorCode =
  | 'EMPTY_ISSUER'
  | 'EMPTY_AUDIENCE'
  | 'EMPTY_KEY_SET'
  | 'BAD_EXEMPTION'
  | 'BAD_OUTPUT'
  | 'BAD_SENDER'
  | 'BAD_LIMIT'
  | 'ALREADY_LISTENING'

/** A verifier or a listener that cannot be made from its options. Never thrown for anything that a request holds. */
export class OriginError extends Error {
  override readonly name = 'OriginError'
  readonly code: OriginErrorCode
  readonly path: string
  readonly rule: string
  readonly nextStep: string

  constructor(fault: Fault<OriginErrorCode>) {
    super(describeFault(fault))
    this.code = fault.code
    this.path = fault.path
    this.rule = fault.rule
    this.nextStep = fault.nextStep
  }
}
