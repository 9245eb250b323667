import { describeKind, describeValue } from '../../fault/escape-text.ts'
import { FaultError } from '../../fault/fault-error.ts'

export type StoreErrorCode =
  | 'BAD_REFERENCE'
  | 'BAD_NAME'
  | 'NOT_FOUND'
  | 'VERSION_NOT_FOUND'
  | 'THROTTLED'
  | 'ACCESS_DENIED'
  | 'BAD_CREDENTIALS'
  | 'BAD_KMS_KEY'
  | 'UNREACHABLE'
  | 'BAD_ANSWER'
  | 'REFUSED'
  | 'TOO_LARGE'
  | 'OPEN_TO_OTHERS'
  | 'HALF_WRITTEN'
  | 'NOTHING_SIGNS'
  | 'AMBIGUOUS_SECRET'
  | 'NOT_WRITABLE'
  | 'CHANGED_MEANWHILE'
  | 'NOT_PUT_BACK'

/** A store of keys and settings that cannot be used as it is. Never shows what it holds. */
export class StoreError extends FaultError<StoreErrorCode> {
  override readonly name = 'StoreError'
}

/** References of one purpose: what names them and how they are written. */
export type ReferenceKind = {
  readonly variable: string
  /** What can be nothing but a reference. Whatever else stands where one belongs may be a secret that was put there. */
  readonly shape: RegExp
  readonly nextStep: string
}

const KEYS: ReferenceKind = {
  variable: 'IPSEAL_KEYS',
  shape: /^(?:ssm:\/|file:[./]|kv:[A-Z_]+(?:\/|$))[\w./?=&:-]*$/,
  nextStep: 'Write it as ssm:/ipseal/prod or file:/etc/ipseal; docs/key-sources.md has every form',
}

/** The reference of a store, as a variable or a command names it. */
export function badReference(reference: string, rule: string, kind: ReferenceKind = KEYS): StoreError {
  const { variable, shape, nextStep } = kind
  const received = reference === '' || shape.test(reference) ? describeValue(reference) : describeKind(reference)
  return new StoreError({ code: 'BAD_REFERENCE', path: variable, rule, received, nextStep })
}

export function changedMeanwhile(path: string): StoreError {
  const rule = 'must be what it was when it was read, but somebody else wrote it'
  return new StoreError({ code: 'CHANGED_MEANWHILE', path, rule, nextStep: 'Do it again from the beginning' })
}

export function tooLarge(path: string, rule: string, received: string): StoreError {
  const nextStep = 'Look whether this is the right place, and take out what does not belong there'
  return new StoreError({ code: 'TOO_LARGE', path, rule, received, nextStep })
}
