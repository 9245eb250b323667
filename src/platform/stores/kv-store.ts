import type { Store } from './store.ts'
import { badReference, StoreError } from './store-error.ts'

/** What is used of a binding to a namespace of Workers KV. */
type KvBinding = { readonly get: (key: string) => Promise<string | null> }

const REFERENCE = /^kv:([A-Za-z_][A-Za-z0-9_]*)((?:\/[A-Za-z0-9_.-]{1,128})*)$/

/**
 * Opens `settings` and `jwks` in Workers KV, by the name of the binding and a prefix of the keys: `kv:IPSEAL_KV/prod`
 * holds `prod/settings` and `prod/jwks`.
 *
 * Nothing secret is read from there: whoever may look at an account sees all values of KV. The signing key and proof
 * secrets come from Worker secrets or the Secrets Store, as IPSEAL_SIGNING_KEY and IPSEAL_SECRET_…. A change takes up to a
 * minute to reach everywhere (Cloudflare docs, How KV works). Throws StoreError BAD_REFERENCE.
 */
export function openKvStore(reference: string, bindings: Readonly<Record<string, unknown>>): Store {
  const [, name = '', path = ''] = REFERENCE.exec(reference) ?? []
  if (name === '') throw badReference(reference, 'must be kv:, the name of a binding, and a prefix if any')
  const binding = bindings[name]
  if (!isKvBinding(binding)) throw badReference(reference, `needs ${name} to be bound to a namespace of Workers KV`)
  const prefix = path === '' ? '' : `${path.slice(1)}/`
  return {
    name: reference,
    load: async () => {
      const contents = new Map<string, string>()
      for (const name of ['settings', 'jwks']) {
        const text = await read(binding, `${prefix}${name}`)
        if (text !== null) contents.set(name, text)
      }
      return contents
    },
  }
}

async function read(binding: KvBinding, key: string): Promise<string | null> {
  try {
    return await binding.get(key)
  } catch (cause) {
    const nextStep = 'It is tried again by itself; look at the status of Workers KV if it lasts'
    throw new StoreError({ code: 'UNREACHABLE', path: `kv: ${key}`, rule: 'must answer', nextStep }, cause)
  }
}

function isKvBinding(binding: unknown): binding is KvBinding {
  return typeof binding === 'object' && binding !== null && 'get' in binding && typeof binding.get === 'function'
}
