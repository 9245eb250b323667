import type { StoreErrorCode } from './store-error.ts'

export type AwsFaultCode = Extract<
  StoreErrorCode,
  'THROTTLED' | 'ACCESS_DENIED' | 'BAD_CREDENTIALS' | 'BAD_REFERENCE' | 'UNREACHABLE' | 'BAD_ANSWER' | 'REFUSED'
>

/** By the names of the errors that services give to every kind of request, and of those of the SDK itself. */
const CODES: ReadonlyMap<string, AwsFaultCode> = new Map([
  ['ThrottlingException', 'THROTTLED'],
  ['RequestLimitExceeded', 'THROTTLED'],
  ['AccessDeniedException', 'ACCESS_DENIED'],
  ['CredentialsProviderError', 'BAD_CREDENTIALS'],
  ['ExpiredTokenException', 'BAD_CREDENTIALS'],
  ['UnrecognizedClientException', 'BAD_CREDENTIALS'],
  ['InvalidSignatureException', 'BAD_CREDENTIALS'],
  ['IncompleteSignature', 'BAD_CREDENTIALS'],
  ['SyntaxError', 'BAD_ANSWER'],
  ['IncompleteAnswerError', 'BAD_ANSWER'],
])

/** What the rule and the next step are, whichever service was asked. */
export const BAD_CREDENTIALS_WORDS = [
  'must be asked with credentials of AWS that are valid now',
  'Give the function a role, or sign in again where the command runs',
] as const

/** What a failed request to AWS is, by the names of the service's own errors or of those that all have. */
export function awsFaultCode<Own extends StoreErrorCode>(
  error: unknown,
  own: ReadonlyMap<string, Own>,
): Own | AwsFaultCode {
  const name = nameOf(error)
  const code = own.get(name) ?? CODES.get(name)
  if (code !== undefined) return code
  if (messageOf(error) === 'Region is missing') return 'BAD_REFERENCE'
  const isClientFault = error instanceof Error && '$fault' in error && error.$fault === 'client'
  // Everything else is a fault of the service or of the network, and passes.
  return isClientFault ? 'REFUSED' : 'UNREACHABLE'
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
