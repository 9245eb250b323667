import type { SSMClient } from '@aws-sdk/client-ssm'
import { type AwsSettings, clientOptions, required } from './aws-client.ts'

export type SsmParameter = {
  readonly name: string
  readonly text: string
  readonly version: number
  /** When it was written last, in Unix milliseconds. */
  readonly writtenAt: number | undefined
}

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
  readonly write: (write: SsmWrite, signal?: AbortSignal) => Promise<number>
  readonly remove: (name: string) => Promise<void>
  /** Ten at most; those that are not there are no fault. */
  readonly removeAll: (names: readonly string[], signal: AbortSignal) => Promise<void>
}

/**
 * Makes a client that loads the SDK with its first request: that costs a cold start some 100 ms, which only those are to
 * pay who have a store in SSM.
 */
export function createSsmClient(settings: AwsSettings): SsmClient {
  let made: SSMClient | undefined
  const load = async () => {
    const sdk = await import('@aws-sdk/client-ssm')
    made ??= new sdk.SSMClient(clientOptions(settings))
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
    write: async ({ name, text, isSecret, kmsKeyId, overwrite }, abortSignal) => {
      const { sdk, client } = await load()
      const input = { Name: name, Value: text, Overwrite: overwrite, Tier: 'Intelligent-Tiering' } as const
      const kind = isSecret ? ({ Type: 'SecureString', KeyId: kmsKeyId } as const) : ({ Type: 'String' } as const)
      const { Version } = await client.send(new sdk.PutParameterCommand({ ...input, ...kind }), withSignal(abortSignal))
      return required(Version)
    },
    remove: async (name) => {
      const { sdk, client } = await load()
      await client.send(new sdk.DeleteParameterCommand({ Name: name }))
    },
    removeAll: async (names, abortSignal) => {
      const { sdk, client } = await load()
      await client.send(new sdk.DeleteParametersCommand({ Names: [...names] }), { abortSignal })
    },
  }
}

type AnsweredParameter = {
  Name?: string | undefined
  Value?: string | undefined
  Version?: number | undefined
  LastModifiedDate?: Date | undefined
}

function readParameter({ Name, Value, Version, LastModifiedDate }: AnsweredParameter): SsmParameter {
  const writtenAt = LastModifiedDate?.getTime()
  return { name: required(Name), text: required(Value), version: required(Version), writtenAt }
}

function withSignal(abortSignal: AbortSignal | undefined) {
  return abortSignal === undefined ? {} : { abortSignal }
}
