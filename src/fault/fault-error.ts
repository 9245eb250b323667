import { describeFault, type Fault } from './fault.ts'

/** A fault that ends a set-up. Each folder has its own kind, so that a caller can tell whose it is. */
export class FaultError<Code extends string> extends Error {
  readonly code: Code
  readonly path: string
  readonly rule: string | undefined
  readonly nextStep: string | undefined

  constructor(fault: Fault<Code>, cause?: unknown) {
    super(describeFault(fault), { cause })
    this.code = fault.code
    this.path = fault.path
    this.rule = fault.rule
    this.nextStep = fault.nextStep
  }
}
