import { openFileStore } from './file-store.ts'
import { openSsmStore } from './ssm-store.ts'
import type { WritableStore } from './store.ts'
import { badReference } from './store-error.ts'

/**
 * Opens the store that a reference names: `ssm:/path` or `ssm:/path?region=us-east-1&kms=alias/ipseal`, `file:directory`.
 * Nothing is read before it is loaded. Throws StoreError BAD_REFERENCE.
 */
export function openStore(reference: string): WritableStore {
  const colon = reference.indexOf(':')
  const rest = reference.slice(colon + 1)
  switch (reference.slice(0, Math.max(colon, 0))) {
    case 'ssm':
      return openSsmStore(rest)
    case 'file':
      return openFileStore(rest)
    case 'kv':
      throw badReference(reference, 'must be a store of this platform: kv: is for Workers, which hand over a binding')
    default:
      throw badReference(reference, 'must begin with ssm: or file:')
  }
}
