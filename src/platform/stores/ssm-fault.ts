import { escapeText } from '../../fault/escape-text.ts'
import { StoreError, type StoreErrorCode } from './store-error.ts'

/** What was asked of Parameter Store. */
export type SsmTask = {
  /** Such as `ssm:/ipseal/prod/jwks`. */
  readonly place: string
  /** The action of IAM that it needs. */
  readonly action: 'ssm:GetParametersByPath' | 'ssm:GetParameter' | 'ssm:PutParameter' | 'ssm:DeleteParameter'
  /** What it needs of the KMS key, if the parameter is a SecureString. */
  readonly kmsAction?: 'kms:Decrypt' | 'kms:Encrypt'
}

type SsmFaultCode = Extract<
  StoreErrorCode,
  | 'THROTTLED'
  | 'ACCESS_DENIED'
  | 'BAD_CREDENTIALS'
  | 'BAD_KMS_KEY'
  | 'BAD_REFERENCE'
  | 'NOT_FOUND'
  | 'VERSION_NOT_FOUND'
  | 'TOO_LARGE'
  | 'UNREACHABLE'
  | 'BAD_ANSWER'
  | 'REFUSED'
>

/** By the names of the service's errors, those that it gives to every kind of request, and those of the SDK itself. */
const CODES: ReadonlyMap<string, SsmFaultCode> = new Map([
  ['ThrottlingException', 'THROTTLED'],
  ['TooManyUpdates', 'THROTTLED'],
  ['RequestLimitExceeded', 'THROTTLED'],
  ['AccessDeniedException', 'ACCESS_DENIED'],
  ['CredentialsProviderError', 'BAD_CREDENTIALS'],
  ['ExpiredTokenException', 'BAD_CREDENTIALS'],
  ['UnrecognizedClientException', 'BAD_CREDENTIALS'],
  ['InvalidSignatureException', 'BAD_CREDENTIALS'],
  ['IncompleteSignature', 'BAD_CREDENTIALS'],
  ['InvalidKeyId', 'BAD_KMS_KEY'],
  ['ParameterNotFound', 'NOT_FOUND'],
  ['ParameterVersionNotFound', 'VERSION_NOT_FOUND'],
  ['SyntaxError', 'BAD_ANSWER'],
  ['IncompleteAnswerError', 'BAD_ANSWER'],
])

const WORDS: Readonly<Record<Exclude<SsmFaultCode, 'ACCESS_DENIED'>, readonly [rule: string, nextStep: string]>> = {
  THROTTLED: [
    'must be asked no more often than the account may: 40 reads and 3 writes a second, unless it was raised',
    'It is tried again by itself. If it lasts, raise the throughput of Parameter Store in this region',
  ],
  BAD_CREDENTIALS: [
    'must be asked with credentials of AWS that are valid now',
    'Give the function a role, or sign in again where the command runs',
  ],
  BAD_KMS_KEY: [
    'must be encrypted with a KMS key that exists in this region and is enabled',
    'Look at the key that ?kms= names, or that the parameter was written with',
  ],
  BAD_REFERENCE: [
    'must be in a region',
    'Add it to the reference, as in ssm:/ipseal/prod?region=us-east-1, or set AWS_REGION',
  ],
  NOT_FOUND: ['must be there', 'Look whether the path and the region are the right ones'],
  VERSION_NOT_FOUND: [
    'must still have the version that was written',
    'Somebody removed it meanwhile: read it again, and repeat the command',
  ],
  TOO_LARGE: [
    'must have at most 8 kB, and 4 kB in the standard tier (AWS, Managing parameter tiers)',
    'Take out what is not needed; long lists of prefixes belong into a provider list or a file',
  ],
  UNREACHABLE: [
    'must answer within a few seconds',
    'It is tried again by itself. If it lasts: a function in a VPC needs a NAT gateway or an endpoint for SSM',
  ],
  BAD_ANSWER: [
    'must answer as Parameter Store does',
    'Look at what stands between: a proxy, or AWS_ENDPOINT_URL_SSM that names something else',
  ],
  REFUSED: ['must be a request that Parameter Store takes', 'Look its name up in the AWS API reference'],
}

/** Does what is asked, or rejects with a StoreError that says why it failed. */
export async function explaining<Answer>(task: SsmTask, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    throw explainSsmFault(error, task)
  }
}

/** The same, but undefined if it failed in the one way that is no fault here. */
export async function allowing<Answer>(
  name: 'ParameterNotFound' | 'ParameterAlreadyExists',
  task: SsmTask,
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  return await explaining(task, async () => {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof Error && error.name === name) return undefined
      throw error
    }
  })
}

/**
 * Says what a failed request to Parameter Store means, and what to do about it.
 *
 * Of the error only its name gets out, and which action it says is missing: its text quotes roles and keys, and the SDK
 * hangs the answer on it, which may hold decrypted parameters. So it is no `cause` of what is thrown either.
 */
function explainSsmFault(error: unknown, task: SsmTask): StoreError {
  const name = error instanceof Error ? error.name : typeof error
  const code = codeOf(error, name)
  if (code === 'ACCESS_DENIED') return accessDenied(error, task)
  const [rule, nextStep] = WORDS[code]
  return new StoreError({ code, path: task.place, rule, received: escapeText(name), nextStep })
}

function accessDenied(error: unknown, { place, action, kmsAction }: SsmTask): StoreError {
  const missing = / perform: ((?:ssm|kms):[A-Za-z]+) /.exec(messageOf(error))?.[1]
  const rights = kmsAction === undefined ? action : `${action}, and ${kmsAction} on the KMS key of its secrets`
  const received = missing === undefined ? 'AccessDeniedException' : `AccessDeniedException: no ${missing}`
  const nextStep = 'Add what is missing to the policy of the role; docs/key-sources.md has the whole of it'
  return new StoreError({ code: 'ACCESS_DENIED', path: place, rule: `needs ${rights}`, received, nextStep })
}

function codeOf(error: unknown, name: string): SsmFaultCode {
  const code = CODES.get(name)
  if (code !== undefined) return code
  const message = messageOf(error)
  if (message === 'Region is missing') return 'BAD_REFERENCE'
  const isClientFault = error instanceof Error && '$fault' in error && error.$fault === 'client'
  // Everything else is a fault of the service or of the network, and passes.
  if (!isClientFault) return 'UNREACHABLE'
  return /\b(?:4096|8192)\b/.test(message) ? 'TOO_LARGE' : 'REFUSED'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
