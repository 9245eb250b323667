export type { SigningAlgorithm } from './algorithm.ts'
export { bindablePath } from './bindable-path.ts'
export type { ReceivedRequest } from './check-binding.ts'
export type { Bind, BindingClaim, Claims } from './claims.ts'
export { createSealer } from './create-sealer.ts'
export { generateSigningJwk } from './generate-signing-jwk.ts'
export type { PublicJwk, SecretJwk, SigningJwk } from './jwk.ts'
export { KeyError, type KeyErrorCode } from './key-error.ts'
export { importKeySet, type KeySet, type VerificationKey } from './key-set.ts'
export {
  DEFAULT_KEY_WAITS,
  type JudgedKey,
  judgeKeys,
  type KeyState,
  type KeyStates,
  type KeyTimes,
  type KeyWaits,
} from './key-states.ts'
export { normaliseHost } from './normalise-host.ts'
export { type PublicJwks, publicJwks } from './public-jwks.ts'
export type { MalformedAddress, MalformedPart, Rejection, RejectionReason } from './rejection.ts'
export { SealError, type SealErrorCode } from './seal-error.ts'
export type { Sealer, SealerOptions, SealFacts } from './sealer.ts'
export {
  type DocumentFault,
  MAX_DOCUMENT_LENGTH,
  type OpenedDocument,
  openDocument,
  readClaimedDocument,
  signDocument,
} from './signed-document.ts'
export { importSigningKey, type SigningKey } from './signing-key.ts'
export { readStoredKeySet, type StoredKeySet } from './stored-key-set.ts'
export { type ExpectedAssertion, type Verdict, type VerifiedClient, verifyAssertion } from './verify-assertion.ts'
