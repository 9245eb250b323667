import type { ListStore } from '../../refresh/list-store.ts'
import type { AwsSettings } from '../stores/aws-client.ts'
import { StoreError } from '../stores/store-error.ts'
import { createS3Client, type S3Client, type S3Object, type S3Place } from './s3-client.ts'
import { explainS3Fault, type S3Task } from './s3-fault.ts'
import type { S3Reference } from './s3-reference.ts'
import { storedName } from './stored-name.ts'

/** The lists below a prefix of a bucket, as whoever opened them has seen them. */
export function createS3Lists(
  { bucket, prefix, region }: S3Reference,
  settings: AwsSettings,
): Pick<ListStore, 'read' | 'write'> {
  const client = createS3Client({ ...settings, region: region ?? settings.region })
  const seen = new Map<string, string>()
  const placeOf = (provider: string): S3Place => ({ bucket, key: `${prefix}${storedName(provider)}.json` })
  return {
    read: async (providers, signal) => {
      const places = providers.map((provider) => [provider, placeOf(provider)] as const)
      const reads = places.map(async ([provider, place]) => [provider, await read(client, place, signal)] as const)
      const texts = new Map<string, string>()
      for (const [provider, object] of await Promise.all(reads)) {
        seen.set(provider, object?.etag ?? 'none')
        if (object !== undefined) texts.set(provider, object.text)
      }
      return texts
    },
    write: async (provider, text, signal) => {
      const place = placeOf(provider)
      seen.set(provider, await write(client, { place, text, expected: seen.get(provider) }, signal))
    },
  }
}

type Write = { readonly place: S3Place; readonly text: string; readonly expected: string | undefined }

/** The ETag of what was written. That another text is there may be told of a write that was ours, and repeated. */
async function write(client: S3Client, { place, text, expected }: Write, signal: AbortSignal): Promise<string> {
  try {
    const object = { ...place, text, contentType: contentTypeOf(text), expected }
    return await explaining('s3:PutObject', place, () => client.write(object, signal))
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'CHANGED_MEANWHILE') throw error
    const now = await read(client, place, signal)
    if (now?.text === text) return now.etag
    throw error
  }
}

/** The object, or undefined if there is none. */
function read(client: S3Client, place: S3Place, signal: AbortSignal): Promise<S3Object | undefined> {
  return explaining('s3:GetObject', place, async () => {
    try {
      return await client.read(place, signal)
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined
      throw error
    }
  })
}

async function explaining<Answer>(
  action: S3Task['action'],
  place: S3Place,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    throw explainS3Fault(error, { place: `s3://${place.bucket}/${place.key}`, action })
  }
}

/** A record is JSON; a signed one is a JWS in its compact form (RFC 7515, section 9.2.1). */
function contentTypeOf(text: string): string {
  return text.startsWith('{') ? 'application/json' : 'application/jose'
}
