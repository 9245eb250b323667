import type { ListStore } from '../../refresh/list-store.ts'
import type { AwsSettings } from '../stores/aws-client.ts'
import { readS3Reference } from './s3-reference.ts'

/**
 * Opens lists in a bucket of S3: `//bucket/prefix` holds `prefix/cloudflare.json`, with `?region=` where it is not the
 * function's own. `settings` is for tests.
 *
 * A write rejects with CHANGED_MEANWHILE if another has written since this store read the list. Throws StoreError
 * BAD_REFERENCE.
 */
export function openS3ListStore(reference: string, settings: AwsSettings = {}): ListStore {
  const place = readS3Reference(reference)
  let loaded: ReturnType<typeof load> | undefined
  const load = async () => (await import('./s3-lists.ts')).createS3Lists(place, settings)
  /** What it has seen is kept for the next write. */
  const lists = () => (loaded ??= load())
  return {
    name: `s3:${reference.split('?')[0]}`,
    read: async (providers, signal) => (await lists()).read(providers, signal),
    write: async (provider, text, signal) => (await lists()).write(provider, text, signal),
  }
}
