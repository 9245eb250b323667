import { escapeText } from '../../fault/escape-text.ts'
import { type AwsFaultCode, awsFaultCode, BAD_CREDENTIALS_WORDS, messageOf, nameOf } from './aws-fault.ts'
import { StoreError, type StoreErrorCode } from './store-error.ts'

/** What was asked of Parameter Store. */
export type SsmTask = {
  /** Such as `ssm:/ipseal/prod/jwks`. */
  readonly place: string
  /** The action of IAM that it needs. */
  readonly action:
    | 'ssm:GetParametersByPath'
    | 'ssm:GetParameter'
    | 'ssm:PutParameter'
    | 'ssm:DeleteParameter'
    | 'ssm:DeleteParameters'
  /** What it needs of the KMS key, if the parameter is a SecureString. */
  readonly kmsAction?: 'kms:Decrypt' | 'kms:Encrypt'
  /** What has the whole policy of IAM. */
  readonly page: 'docs/key-sources.md' | 'docs/ranges.md'
}

type OwnCode = Extract<StoreErrorCode, 'THROTTLED' | 'BAD_KMS_KEY' | 'NOT_FOUND' | 'VERSION_NOT_FOUND'>

type SsmFaultCode = AwsFaultCode | OwnCode | 'TOO_LARGE'

/** By the names of the errors that only Parameter Store has. */
const CODES: ReadonlyMap<string, OwnCode> = new Map([
  ['TooManyUpdates', 'THROTTLED'],
  ['InvalidKeyId', 'BAD_KMS_KEY'],
  ['ParameterNotFound', 'NOT_FOUND'],
  ['ParameterVersionNotFound', 'VERSION_NOT_FOUND'],
])

const WORDS: Readonly<Record<Exclude<SsmFaultCode, 'ACCESS_DENIED'>, readonly [rule: string, nextStep: string]>> = {
  THROTTLED: [
    'must be asked no more often than the account may: 40 reads and 3 writes a second, unless it was raised',
    'It is tried again by itself. If it lasts, raise the throughput of Parameter Store in this region',
  ],
  BAD_CREDENTIALS: BAD_CREDENTIALS_WORDS,
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
  const code = codeOf(error)
  if (code === 'ACCESS_DENIED') return accessDenied(error, task)
  const [rule, nextStep] = WORDS[code]
  return new StoreError({ code, path: task.place, rule, received: escapeText(nameOf(error)), nextStep })
}

function accessDenied(error: unknown, { place, action, kmsAction, page }: SsmTask): StoreError {
  const missing = / perform: ((?:ssm|kms):[A-Za-z]+) /.exec(messageOf(error))?.[1]
  const rights = kmsAction === undefined ? action : `${action}, and ${kmsAction} on the KMS key that encrypts it`
  const received = missing === undefined ? 'AccessDeniedException' : `AccessDeniedException: no ${missing}`
  const nextStep = `Add what is missing to the policy of the role; ${page} has the whole of it`
  return new StoreError({ code: 'ACCESS_DENIED', path: place, rule: `needs ${rights}`, received, nextStep })
}

function codeOf(error: unknown): SsmFaultCode {
  const code = awsFaultCode(error, CODES)
  return code === 'REFUSED' && /\b(?:4096|8192)\b/.test(messageOf(error)) ? 'TOO_LARGE' : code
}
