import type { SealErrorCode } from '../assertion/seal-error.ts'
import { type ProblemStatus, problem } from './problem.ts'

/** What became of a request, as the log names it. */
export type Outcome =
  /** Passed on with a seal. */
  | 'sealed'
  /** Passed on without a seal, because the settings say so. */
  | 'unsealed'
  /** Nobody knows who the client is. */
  | 'refused'
  /** What was asked for cannot be bound to a seal. */
  | 'unsealable'
  /** No origin is configured for the host. */
  | 'unrouted'
  /** A method or an upgrade that is not passed on. */
  | 'unsupported'
  /** What stands for the host is not one plain name or address. */
  | 'malformed'
  /** The edge spoke for itself: a key set, an address, its health. */
  | 'answered'
  /** A fault of the edge. */
  | 'failed'

/** How the origin fared, if it was asked. */
export type OriginOutcome = 'answered' | 'timed-out' | 'client-gone' | 'unreachable'

/** How a request ended, as far as the log has to know. */
export type Ending = {
  readonly outcome: Outcome
  readonly sealCode?: SealErrorCode | undefined
  readonly origin?: OriginReport | undefined
}

export type Handled = Ending & { readonly response: Response }

type OriginReport = {
  readonly host: string
  readonly outcome: OriginOutcome
  /** The runtime's own name for the fault, such as ECONNREFUSED. */
  readonly code?: string | undefined
}

export function handledByProblem(outcome: Outcome, status: ProblemStatus, more: Partial<Handled> = {}): Handled {
  return { response: problem(status), outcome, ...more }
}
