import { escapeText } from '../../fault/escape-text.ts'
import { type AwsFaultCode, awsFaultCode, BAD_CREDENTIALS_WORDS, nameOf } from '../stores/aws-fault.ts'
import { changedMeanwhile, StoreError, type StoreErrorCode } from '../stores/store-error.ts'

/** What was asked of S3. */
export type S3Task = {
  /** Such as `s3://bucket/ranges/cloudflare.json`. */
  readonly place: string
  /** The action of IAM that it needs. */
  readonly action: 's3:GetObject' | 's3:PutObject'
}

type OwnCode = Extract<StoreErrorCode, AwsFaultCode | 'NOT_FOUND' | 'TOO_LARGE' | 'CHANGED_MEANWHILE'>

/** By the names of S3's own errors (S3 API Reference, "Error responses"), and of ours. */
const CODES: ReadonlyMap<string, OwnCode> = new Map([
  ['SlowDown', 'THROTTLED'],
  ['AccessDenied', 'ACCESS_DENIED'],
  ['AllAccessDisabled', 'ACCESS_DENIED'],
  ['InvalidAccessKeyId', 'BAD_CREDENTIALS'],
  ['SignatureDoesNotMatch', 'BAD_CREDENTIALS'],
  ['ExpiredToken', 'BAD_CREDENTIALS'],
  ['InvalidToken', 'BAD_CREDENTIALS'],
  ['RequestTimeTooSkewed', 'BAD_CREDENTIALS'],
  ['NoSuchBucket', 'NOT_FOUND'],
  ['PermanentRedirect', 'BAD_REFERENCE'],
  ['TemporaryRedirect', 'BAD_REFERENCE'],
  ['AuthorizationHeaderMalformed', 'BAD_REFERENCE'],
  ['PreconditionFailed', 'CHANGED_MEANWHILE'],
  ['ConditionalRequestConflict', 'CHANGED_MEANWHILE'],
  ['EntityTooLarge', 'TOO_LARGE'],
  ['ObjectTooLargeError', 'TOO_LARGE'],
  ['RequestTimeout', 'UNREACHABLE'],
])

const WORDS: Readonly<
  Record<Exclude<OwnCode, 'ACCESS_DENIED' | 'CHANGED_MEANWHILE'>, readonly [rule: string, nextStep: string]>
> = {
  THROTTLED: ['must be asked no more often than S3 takes', 'It is tried again by itself'],
  BAD_CREDENTIALS: BAD_CREDENTIALS_WORDS,
  BAD_REFERENCE: [
    'must be asked in the region of its bucket',
    'Add it to the reference, as in s3://bucket/ranges?region=eu-west-1, or set AWS_REGION',
  ],
  NOT_FOUND: ['must be in a bucket that is there', 'Look whether the bucket and the region are the right ones'],
  TOO_LARGE: ['must have at most 1 MiB', 'Look whether this is the right place: no list is so long'],
  UNREACHABLE: [
    'must answer within a few seconds',
    'It is tried again by itself. If it lasts: a function in a VPC needs a NAT gateway or an endpoint for S3',
  ],
  BAD_ANSWER: [
    'must answer as S3 does',
    'Look at what stands between: a proxy, or AWS_ENDPOINT_URL_S3 that names something else',
  ],
  REFUSED: ['must be a request that S3 takes', 'Look its name up in the S3 API reference'],
}

/**
 * Says what a failed request to S3 means, and what to do about it. Of the error only its name gets out: its text quotes
 * roles, and the SDK hangs the answer on it.
 */
export function explainS3Fault(error: unknown, { place, action }: S3Task): StoreError {
  const code = awsFaultCode(error, CODES)
  const received = escapeText(nameOf(error))
  if (code === 'CHANGED_MEANWHILE') return changedMeanwhile(place)
  if (code === 'ACCESS_DENIED') return accessDenied({ place, action }, received)
  const [rule, nextStep] = WORDS[code]
  return new StoreError({ code, path: place, rule, received, nextStep })
}

/** S3 tells nobody that an object is missing who may not list the bucket (S3 API Reference, GetObject). */
function accessDenied({ place, action }: S3Task, received: string): StoreError {
  const isRead = action === 's3:GetObject'
  const rule = isRead
    ? 'needs s3:GetObject on the object, and s3:ListBucket on the bucket, without which a list that is not there yet looks forbidden'
    : 'needs s3:PutObject on the object'
  const nextStep = 'Add what is missing to the policy of the role or the bucket; docs/ranges.md has the whole of it'
  return new StoreError({ code: 'ACCESS_DENIED', path: place, rule, received, nextStep })
}
