import type { KeyError } from '../../assertion/key-error.ts'

/** Why a load gave no keys. */
export type KeySourceFault =
  /** The network or the file system said so. */
  | { readonly reason: 'unreachable'; readonly error: unknown }
  | { readonly reason: 'timeout'; readonly timeoutSeconds: number }
  /** Redirects among them: none is followed. */
  | { readonly reason: 'bad-status'; readonly status: number }
  | { readonly reason: 'not-a-file' }
  | { readonly reason: 'too-large'; readonly maxBytes: number }
  /** No JSON, no keys, two of one `kid`, a private key, a secret from a URL, or a key that cannot be used. */
  | { readonly reason: 'bad-key-set'; readonly error: KeyError }

/** Carries a fault from a loader to whoever reports it. It never reaches a caller. */
export class KeySourceFailure extends Error {
  override readonly name = 'KeySourceFailure'
  readonly fault: KeySourceFault

  constructor(fault: KeySourceFault) {
    super(fault.reason)
    this.fault = fault
  }
}

/** Far more than the keys of a rotation, whose public halves are about 200 bytes each. */
export const MAX_KEY_SET_BYTES = 64 * 1024

export function tooLarge(): KeySourceFailure {
  return new KeySourceFailure({ reason: 'too-large', maxBytes: MAX_KEY_SET_BYTES })
}
