import type { ListStore } from '../../refresh/list-store.ts'
import { openConfigMapListStore } from './config-map-list-store.ts'
import { openFileListStore } from './file-list-store.ts'
import { badListReference } from './list-reference.ts'
import { openS3ListStore } from './s3-list-store.ts'
import { openSsmListStore } from './ssm-list-store.ts'

/**
 * Opens the store of lists that a reference names: `s3://bucket/prefix?region=eu-west-1`, `ssm:/path?region=&kms=`,
 * `file:directory` (also a mounted ConfigMap of Kubernetes, which can only be read) or `config-map:namespace/name`.
 *
 * Nothing is asked before the first read or write. What is read is as good as whoever may write there: a signature says
 * more (src/assertion/signed-document.ts). Throws StoreError BAD_REFERENCE.
 */
export function openListStore(reference: string): ListStore {
  if (reference === '') throw badListReference(reference, 'must name the store of lists, and is not set or empty')
  const colon = reference.indexOf(':')
  const rest = reference.slice(colon + 1)
  switch (reference.slice(0, Math.max(colon, 0))) {
    case 's3':
      return openS3ListStore(rest)
    case 'ssm':
      return openSsmListStore(rest)
    case 'file':
      return openFileListStore(rest)
    case 'config-map':
      return openConfigMapListStore(rest)
    case 'kv':
      throw badListReference(
        reference,
        'must be a store of this platform: kv: is for Workers, which hand over a binding',
      )
    default:
      throw badListReference(reference, 'must begin with s3:, ssm:, file: or config-map:')
  }
}
