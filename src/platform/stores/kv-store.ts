import { askKv, openKvBinding } from './kv-binding.ts'
import type { Store } from './store.ts'

/**
 * Opens `settings` and `jwks` in Workers KV, by the name of the binding and a prefix of the keys: `kv:IPSEAL_KV/prod`
 * holds `prod/settings` and `prod/jwks`.
 *
 * Nothing secret is read from there: whoever may look at an account sees all values of KV. The signing key and proof
 * secrets come from Worker secrets or the Secrets Store, as IPSEAL_SIGNING_KEY and IPSEAL_SECRET_…. A change takes up to a
 * minute to reach everywhere (Cloudflare docs, How KV works). Throws StoreError BAD_REFERENCE.
 */
export function openKvStore(reference: string, bindings: Readonly<Record<string, unknown>>): Store {
  const { binding, prefix } = openKvBinding(reference, bindings)
  return {
    name: reference,
    load: async () => {
      const contents = new Map<string, string>()
      for (const name of ['settings', 'jwks']) {
        const text = await askKv(`${prefix}${name}`, () => binding.get(`${prefix}${name}`))
        if (text !== null) contents.set(name, text)
      }
      return contents
    },
  }
}
