import type { GetObjectCommandOutput, S3Client as SdkClient } from '@aws-sdk/client-s3'
import { type AwsSettings, clientOptions, required } from '../stores/aws-client.ts'

export type S3Object = { readonly text: string; readonly etag: string }

export type S3Place = { readonly bucket: string; readonly key: string }

type S3Write = S3Place & {
  readonly text: string
  readonly contentType: string
  /** What has to be there still: an ETag, or `none`. Undefined: whatever it is. */
  readonly expected: string | undefined
}

/** What a store needs of S3. Rejects with the SDK's errors: see s3-fault.ts. */
export type S3Client = {
  readonly read: (place: S3Place, signal: AbortSignal) => Promise<S3Object>
  /** The ETag of what was written. */
  readonly write: (write: S3Write, signal: AbortSignal) => Promise<string>
}

/** More than any list; it keeps a wrong key from filling the memory. */
const MAX_BYTES = 1024 * 1024

/** For a megabyte at most. */
const BODY_TIMEOUT_MILLISECONDS = 5000

/** An object that is no list. */
class ObjectTooLargeError extends Error {
  override readonly name = 'ObjectTooLargeError'
}

/**
 * Makes a client that loads the SDK with its first request: that costs a cold start some 100 ms, which only those are to
 * pay who keep lists in S3.
 */
export function createS3Client(settings: AwsSettings): S3Client {
  let made: SdkClient | undefined
  const load = async () => {
    const sdk = await import('@aws-sdk/client-s3')
    // Buckets are hosts of AWS's domain alone: a server under another name has them in its paths.
    made ??= new sdk.S3Client({ ...clientOptions(settings), forcePathStyle: settings.endpoint !== undefined })
    return { sdk, client: made }
  }
  return {
    read: async ({ bucket, key }, abortSignal) => {
      const { sdk, client } = await load()
      const input = { Bucket: bucket, Key: key }
      const { Body, ETag } = await client.send(new sdk.GetObjectCommand(input), { abortSignal })
      const etag = required(ETag)
      return { text: await readBody(required(Body), abortSignal), etag }
    },
    write: async ({ bucket, key, text, contentType, expected }, abortSignal) => {
      const { sdk, client } = await load()
      const input = { Bucket: bucket, Key: key, Body: text, ContentType: contentType, ...conditionOn(expected) }
      const { ETag } = await client.send(new sdk.PutObjectCommand(input), { abortSignal })
      return required(ETag)
    },
  }
}

type Body = NonNullable<GetObjectCommandOutput['Body']>

/** The SDK and its limits are done once the head of the answer is there: the rest is ours to count and to give up. */
async function readBody(body: Body, signal: AbortSignal): Promise<string> {
  const bothSignals = AbortSignal.any([signal, AbortSignal.timeout(BODY_TIMEOUT_MILLISECONDS)])
  bothSignals.throwIfAborted()
  if (!('destroy' in body)) throw new TypeError('the SDK gives streams of Node to Node')
  bothSignals.addEventListener('abort', () => body.destroy(new Error('the time is up')), { once: true })
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a body is bytes')
    bytes += chunk.length
    // Leaving the loop ends the connection.
    if (bytes > MAX_BYTES) throw new ObjectTooLargeError('more than any list')
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function conditionOn(expected: string | undefined) {
  if (expected === undefined) return {}
  return expected === 'none' ? { IfNoneMatch: '*' } : { IfMatch: expected }
}
