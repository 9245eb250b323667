import type { BindingClaim } from './claims.ts'

/** Which part of a token could not be read. `form` is its outline: three base64url parts. */
export type MalformedPart = 'form' | 'header' | 'payload'

/** What is wrong with `ip`. Its value stays out: it may be a person's address. */
export type MalformedAddress = 'absent' | 'not-an-address' | 'not-canonical'

/**
 * Why a verifier refused an assertion, with what it saw: for logs and metrics, never for whoever sent it.
 *
 * In the order in which the checks run. Text that starts with `claimed` is not vouched for by any signature and is
 * escaped and cut; nothing here holds a token, a signature, a key or a client's address.
 */
export type Rejection =
  | { readonly reason: 'missing' }
  | { readonly reason: 'repeated-header'; readonly lines: number }
  | { readonly reason: 'too-large'; readonly length: number; readonly maxLength: number }
  | { readonly reason: 'malformed-token'; readonly part: MalformedPart }
  | { readonly reason: 'critical-header'; readonly parameter: 'crit' | 'b64' }
  | { readonly reason: 'unknown-key'; readonly claimedKeyId: string }
  | { readonly reason: 'wrong-algorithm'; readonly keyId: string; readonly claimedAlgorithm: string }
  | { readonly reason: 'bad-signature'; readonly keyId: string }
  | { readonly reason: 'wrong-version'; readonly version: string }
  | { readonly reason: 'wrong-subject'; readonly subject: string }
  | { readonly reason: 'wrong-issuer'; readonly issuer: string }
  | { readonly reason: 'wrong-audience'; readonly audience: string }
  | { readonly reason: 'no-expiry'; readonly expiry: string }
  | { readonly reason: 'expired'; readonly expiredForSeconds: number; readonly toleranceSeconds: number }
  | { readonly reason: 'from-the-future'; readonly aheadSeconds: number; readonly toleranceSeconds: number }
  | {
      readonly reason: 'lifetime-too-long'
      /** Undefined where `iat` is missing or no whole number: then nothing bounds the lifetime. */
      readonly lifetimeSeconds: number | undefined
      readonly maxLifetimeSeconds: number
    }
  | { readonly reason: 'malformed-address'; readonly fault: MalformedAddress }
  | {
      readonly reason: 'binding-missing'
      readonly claim: BindingClaim
      /** `request` where the verifier's own caller did not say what the request was. */
      readonly missingFrom: 'token' | 'request'
    }
  | {
      readonly reason: 'binding-mismatch'
      readonly claim: 'htm' | 'host'
      readonly signed: string
      readonly actual: string
    }
  /** Without the paths: people put access tokens into them. */
  | { readonly reason: 'binding-mismatch'; readonly claim: 'path' }

export type RejectionReason = Rejection['reason']
