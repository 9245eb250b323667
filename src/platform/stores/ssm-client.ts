import type { SSMClient } from '@aws-sdk/client-ssm'

export type SsmSettings = {
  /** The SDK's own, such as AWS_REGION, if left out. */
  readonly region?: string | undefined
  /** For tests; the service's own if left out. */
  readonly endpoint?: string
  /** For tests; the SDK's own chain if left out. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

export type SsmParameter = { readonly name: string; readonly text: string; readonly version: number }

type SsmPage = { readonly parameters: readonly SsmParameter[]; readonly next: string | undefined }

type SsmWrite = {
  readonly name: string
  readonly text: string
  /** Encrypted by KMS, with `kmsKeyId` or else the account's own key for Parameter Store. */
  readonly isSecret: boolean
  readonly kmsKeyId: string | undefined
  /** Whether one that is there may be written over. */
  readonly overwrite: boolean
}

/** What a store needs of AWS Systems Manager Parameter Store. Rejects with the SDK's errors: see ssm-fault.ts. */
export type SsmClient = {
  /** Up to ten of all parameters below a path, decrypted. */
  readonly readPage: (path: string, next: string | undefined, signal: AbortSignal) => Promise<SsmPage>
  /** One parameter, decrypted; `name:3` is its version 3. */
  readonly read: (name: string) => Promise<SsmParameter>
  /** The version that was written. */
  readonly write: (write: SsmWrite) => Promise<number>
  readonly remove: (name: string) => Promise<void>
}

/** An answer without what the API promises. */
class IncompleteAnswerError extends Error {
  override readonly name = 'IncompleteAnswerError'
}

/**
 * A second to connect, two without a byte after that, and at most two repetitions with the SDK's own pauses between. A
 * connection that the service closed while a Lambda was frozen is one of the faults that it repeats.
 */
const LIMITS = {
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, socketTimeout: 2000 },
}

/**
 * Makes a client that loads the SDK with its first request: that costs a cold start some 100 ms, which only those are to
 * pay who have a store in SSM.
 */
export function createSsmClient(settings: SsmSettings): SsmClient {
  let made: SSMClient | undefined
  const load = async () => {
    const sdk = await import('@aws-sdk/client-ssm')
    const { region, ...rest } = settings
    made ??= new sdk.SSMClient({ ...LIMITS, ...rest, ...(region === undefined ? {} : { region }) })
    return { sdk, client: made }
  }
  return {
    readPage: async (path, next, abortSignal) => {
      const { sdk, client } = await load()
      const input = { Path: path, Recursive: true, WithDecryption: true, MaxResults: 10, NextToken: next }
      const { Parameters, NextToken } = await client.send(new sdk.GetParametersByPathCommand(input), { abortSignal })
      return { parameters: required(Parameters).map(readParameter), next: NextToken }
    },
    read: async (name) => {
      const { sdk, client } = await load()
      const { Parameter } = await client.send(new sdk.GetParameterCommand({ Name: name, WithDecryption: true }))
      return readParameter(required(Parameter))
    },
    write: async ({ name, text, isSecret, kmsKeyId, overwrite }) => {
      const { sdk, client } = await load()
      const input = { Name: name, Value: text, Overwrite: overwrite, Tier: 'Intelligent-Tiering' } as const
      const kind = isSecret ? ({ Type: 'SecureString', KeyId: kmsKeyId } as const) : ({ Type: 'String' } as const)
      const { Version } = await client.send(new sdk.PutParameterCommand({ ...input, ...kind }))
      return required(Version)
    },
    remove: async (name) => {
      const { sdk, client } = await load()
      await client.send(new sdk.DeleteParameterCommand({ Name: name }))
    },
  }
}

type AnsweredParameter = { Name?: string | undefined; Value?: string | undefined; Version?: number | undefined }

function readParameter({ Name, Value, Version }: AnsweredParameter): SsmParameter {
  return { name: required(Name), text: required(Value), version: required(Version) }
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new IncompleteAnswerError('the answer lacks a member')
  return value
}
