import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { openS3ListStore } from '../../../src/platform/list-stores/s3-list-store.ts'
import { openSsmListStore } from '../../../src/platform/list-stores/ssm-list-store.ts'
import type { AwsSettings } from '../../../src/platform/stores/aws-client.ts'
import type { ListStore } from '../../../src/refresh/list-store.ts'
import type { MotoStores } from './moto-stores.ts'

/** How anything is reached in a moto that runs. */
export function motoSettings({ line }: MotoStores) {
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' }
  return { region: 'us-east-1', endpoint: `http://127.0.0.1:${line().port}`, credentials } satisfies AwsSettings
}

let buckets = 0

/** A bucket of its own; each call of what is returned opens it anew. */
export async function makeBucket(moto: MotoStores): Promise<() => ListStore> {
  const settings = motoSettings(moto)
  const name = `ipseal-lists-${++buckets}`
  const client = new S3Client({ ...settings, forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: name }))
  return () => openS3ListStore(`//${name}/prod`, settings)
}

let paths = 0

/** A path of its own; each call of what is returned opens it anew. */
export function makePath(moto: MotoStores, query = ''): () => ListStore {
  const path = `/ipseal/lists-${++paths}`
  return () => openSsmListStore(`${path}${query}`, { ...motoSettings(moto), pauseMilliseconds: 1 })
}
