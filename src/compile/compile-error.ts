import { FaultError } from '../fault/fault-error.ts'

export type CompileFaultCode =
  /** No such target, or none of its kind on this path. */
  | 'UNKNOWN_TARGET'
  | 'NOT_ON_PATH'
  /** The version that the path names cannot do this; the next step is the nearest path that works. */
  | 'UNSUPPORTED_VERSION'
  /** The product cannot do this in any version. */
  | 'UNSUPPORTED'
  /** Somewhere on this path the client's address is lost before anything could seal or keep it. */
  | 'ADDRESS_LOST'
  /** The keys are none that this target can check with. */
  | 'UNUSABLE_KEY'
  /** The document does not say what this target cannot do without. */
  | 'MISSING'
  /** More prefixes than the target takes, and they cannot be joined into fewer. */
  | 'TOO_MANY_PREFIXES'

/** A target that cannot do what the path asks of it. Its `nextStep` names the nearest path that works. */
export class CompileError extends FaultError<CompileFaultCode> {
  override readonly name = 'CompileError'
}
