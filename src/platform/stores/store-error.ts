import { describeValue } from '../../fault/escape-text.ts'
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

/** A store of keys and settings that cannot be used as it is. Never shows what it holds. */
export class StoreError extends FaultError<StoreErrorCode> {
  override readonly name = 'StoreError'
}

/** The reference of a store, as IPSEAL_KEYS or a command names it. It is no secret. */
export function badReference(reference: string, rule: string): StoreError {
  const received = describeValue(reference)
  const nextStep = 'Write it as ssm:/ipseal/prod or file:/etc/ipseal; docs/key-sources.md has every form'
  return new StoreError({ code: 'BAD_REFERENCE', path: 'IPSEAL_KEYS', rule, received, nextStep })
}

export function changedMeanwhile(path: string): StoreError {
  const rule = 'must be what it was when it was read, but somebody else wrote it'
  return new StoreError({ code: 'CHANGED_MEANWHILE', path, rule, nextStep: 'Do it again from the beginning' })
}

export function tooLarge(path: string, rule: string, received: string): StoreError {
  const nextStep = 'Look whether this is the right place, and take out what does not belong there'
  return new StoreError({ code: 'TOO_LARGE', path, rule, received, nextStep })
}
