import { describeFault, type Fault } from '../fault/fault.ts'

/** Arguments that cannot be meant: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

type InputErrorDetails = {
  /** One word in upper case, for programs. */
  readonly code: string
  /** What is wrong inside, where that is more than one thing. */
  readonly faults?: readonly Fault<string>[]
  readonly cause?: unknown
}

/** A file, standard input or a variable that cannot be used: exit code 3. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly code: string
  readonly faults: readonly Fault<string>[]

  constructor(message: string, { code, faults = [], cause }: InputErrorDetails) {
    super(message, { cause })
    this.code = code
    this.faults = faults
  }
}

export function inputError(fault: Fault<string>): InputError {
  return new InputError(describeFault(fault), { code: fault.code })
}
