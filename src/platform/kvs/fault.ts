import { escapeText } from '../../fault/escape-text.ts'
import { KvsError, type KvsErrorCode } from './error.ts'

/** The rule and the next step for each way in which the service can fail. */
const WORDS = {
  BAD_CREDENTIALS: [
    'must be asked with credentials of AWS that are valid now',
    'Sign in again; temporary credentials have to come from a regional endpoint of STS (AWS_STS_REGIONAL_ENDPOINTS=regional)',
  ],
  ACCESS_DENIED: [
    'needs cloudfront-keyvaluestore:DescribeKeyValueStore and cloudfront-keyvaluestore:PutKey on the store',
    'Add what is missing to the policy of whoever runs this',
  ],
  STORE_NOT_FOUND: ['must be there', 'Look at the id in the ARN, and whether the store is still being created'],
  CHANGED_MEANWHILE: [
    'must not be changed by anyone else meanwhile, twice over',
    'Look who else writes to it, and repeat the command; nothing was written',
  ],
  STORE_FULL: ['must have room: 5 MB for all of its values', 'Remove what is not needed, or take a store of its own'],
  REFUSED: ['must take the request', 'Look at the ARN and at the name; nothing was written'],
  THROTTLED: ['must be asked less often', 'Wait a little, and repeat the command; nothing was written'],
  SERVICE_FAILED: ['must answer without a fault of its own', 'Repeat the command; the same value may be written twice'],
  UNREACHABLE: [
    'must answer within a few seconds',
    'Look at the network and at --endpoint; the service is <account id>.cloudfront-kvs.global.api.aws, port 443',
  ],
} as const satisfies Partial<Record<KvsErrorCode, readonly [rule: string, nextStep: string]>>

type ServiceCode = keyof typeof WORDS

/** By the names of the service's errors, those that it gives to every kind of request, and those of the SDK itself. */
const CODES: ReadonlyMap<string, ServiceCode> = new Map([
  ['AccessDeniedException', 'ACCESS_DENIED'],
  ['ConflictException', 'CHANGED_MEANWHILE'],
  ['CredentialsProviderError', 'BAD_CREDENTIALS'],
  ['ResourceNotFoundException', 'STORE_NOT_FOUND'],
  ['ServiceQuotaExceededException', 'STORE_FULL'],
  ['ThrottlingException', 'THROTTLED'],
  ['ValidationException', 'REFUSED'],
])

/**
 * Says what a failed request to a KeyValueStore means, and what to do about it.
 *
 * Of the error only its name gets out: the SDK hangs the request on it, and with that the secret. So it is no `cause`.
 */
export function explainKvsFault(error: unknown, arn: string): KvsError {
  const name = error instanceof Error ? error.name : typeof error
  const code = CODES.get(name) ?? codeOfStatus(statusOf(error))
  const [rule, nextStep] = WORDS[code]
  return new KvsError({ code, path: arn, rule, received: escapeText(name), nextStep })
}

function codeOfStatus(status: number | undefined): ServiceCode {
  if (status === undefined) return 'UNREACHABLE'
  if (status === 429) return 'THROTTLED'
  // Signatures that are wrong, or have expired, have many names.
  if (status === 401 || status === 403) return 'BAD_CREDENTIALS'
  return status >= 500 ? 'SERVICE_FAILED' : 'REFUSED'
}

function statusOf(error: unknown): number | undefined {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined
  const isRecord = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
  return isRecord && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}
