import type { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore'
import { describeValue } from '../../fault/escape-text.ts'
import { KvsError } from './error.ts'
import { explainKvsFault } from './fault.ts'

export type KvsWrite = {
  /** The ARN of the KeyValueStore. */
  readonly store: string
  /** The key; the function that is built here reads `ipseal`. */
  readonly name: string
  /** The value, which holds the secret. */
  readonly text: string
  /** Another service of the same API, its account id put in front as AWS's own tools do; AWS's own if left out. */
  readonly endpoint?: string | undefined
}

const ARN = /^arn:aws:cloudfront::[0-9]{12}:key-value-store\/[A-Za-z0-9-]{1,64}$/
/** Of a key's 512 bytes ("Quotas on key value stores"), and without what a URL or a terminal would read otherwise. */
const KEY_NAME = /^[A-Za-z0-9_.-]{1,512}$/

/** The SDK sends a request for up to 1 + 3 s, and repeats it up to twice, with its own pauses. */
const LIMITS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true, socketTimeout: 3000 },
  // The service is global, and so is the signature (SigV4A): the region is asked for and means nothing.
  region: 'us-east-1',
} as const

/**
 * Writes one value to a KeyValueStore, whatever was there; edges see it within about half a minute.
 *
 * Asks for the store's version first and writes for that version alone, once more if somebody else wrote meanwhile.
 * Credentials are those of the SDK's own chain. Rejects with a {@link KvsError}, which never shows the value.
 */
export async function writeKvsValue(write: KvsWrite): Promise<void> {
  checkWrite(write)
  const sdk = await loadSdk()
  const endpoint = write.endpoint === undefined ? {} : { endpoint: write.endpoint }
  const client = new sdk.CloudFrontKeyValueStoreClient({ ...LIMITS, ...endpoint })
  try {
    await putForVersion(client, sdk, write).catch((error: unknown) => {
      if (error instanceof sdk.ConflictException) return putForVersion(client, sdk, write)
      throw error
    })
  } catch (error) {
    throw explainKvsFault(error, write.store)
  } finally {
    client.destroy()
  }
}

type Sdk = typeof import('@aws-sdk/client-cloudfront-keyvaluestore')

async function putForVersion(
  client: CloudFrontKeyValueStoreClient,
  sdk: Sdk,
  { store, name, text }: KvsWrite,
): Promise<void> {
  const { ETag } = await client.send(new sdk.DescribeKeyValueStoreCommand({ KvsARN: store }))
  await client.send(new sdk.PutKeyCommand({ KvsARN: store, IfMatch: ETag, Key: name, Value: text }))
}

/** Loaded with the first write: the SDK is large, and nothing else here needs it. */
async function loadSdk(): Promise<Sdk> {
  try {
    // Registers the signature that the client then finds by itself.
    await import('@aws-sdk/signature-v4a')
    return await import('@aws-sdk/client-cloudfront-keyvaluestore')
  } catch (cause) {
    const rule = 'the SDK of the KeyValueStore is installed beside ipseal'
    const nextStep = 'npm install @aws-sdk/client-cloudfront-keyvaluestore @aws-sdk/signature-v4a'
    throw new KvsError({ code: 'SDK_MISSING', path: 'node_modules', rule, nextStep }, cause)
  }
}

function checkWrite({ store, name, endpoint }: KvsWrite): void {
  if (!ARN.test(store)) {
    const rule = 'a store is named by its ARN, arn:aws:cloudfront::<account id>:key-value-store/<id>'
    const nextStep = 'Copy it from the console, or from "aws cloudfront list-key-value-stores"'
    throw new KvsError({ code: 'BAD_ARN', path: 'store', rule, received: describeValue(store), nextStep })
  }
  if (!KEY_NAME.test(name)) {
    const rule = 'a key is 1 to 512 letters, digits, "_", "." or "-"'
    const nextStep = 'Leave it out: the function reads "ipseal"'
    throw new KvsError({ code: 'BAD_KEY_NAME', path: 'name', rule, received: describeValue(name), nextStep })
  }
  if (endpoint === undefined || isSafeUrl(endpoint)) return
  const rule = 'an endpoint is an absolute https URL, or http://localhost: the value holds a secret'
  const nextStep = 'Leave it out to write to AWS'
  throw new KvsError({ code: 'BAD_ENDPOINT', path: 'endpoint', rule, received: describeValue(endpoint), nextStep })
}

function isSafeUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === 'localhost')
}
