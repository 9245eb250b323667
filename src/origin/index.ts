export { type Cleaning, cleanLines } from './clean-lines.ts'
export type { Exemption } from './exemption.ts'
export { type VerifiedHandler, type VerifyFetchOptions, verifyFetch } from './fetch.ts'
export { type ClientVariables, type HonoContext, verifyHono } from './hono.ts'
export { type FetchKeysOptions, fetchKeys } from './keys/fetch-keys.ts'
export type { KeySource, KeySourceEvent } from './keys/key-source.ts'
export type { KeySourceFault } from './keys/key-source-failure.ts'
export type { KeyTimes } from './keys/key-times.ts'
export {
  type AuthorizerContext,
  createLambdaAuthorizer,
  type PolicyAnswer,
  type SimpleAnswer,
} from './lambda-authorizer.ts'
export { OriginError, type OriginErrorCode } from './origin-error.ts'
export type { Output } from './outputs.ts'
export { REFUSAL } from './refusal.ts'
export type { ConnectionFacts, SourceRejection } from './source-proof.ts'
export { createVerifier, type Decision, type InboundRequest, type Verifier, type VerifierOptions } from './verifier.ts'
export type { VerifierEvent, VerifierFailure, VerifierRejection } from './verifier-event.ts'
