import type { ListStore } from '../../refresh/list-store.ts'
import { askKv, type KvBinding, openKvBinding } from '../stores/kv-binding.ts'
import { StoreError } from '../stores/store-error.ts'
import { LISTS } from './list-reference.ts'
import { checkProvider } from './stored-name.ts'

/** The least that KV takes, and how long a change takes to be seen at most where it was read before. */
const CACHE_SECONDS = 60

type KvWriter = { readonly put: (key: string, text: string) => Promise<void> }

/**
 * Opens lists in Workers KV, by the name of the binding and a prefix of the keys: `kv:IPSEAL_KV/prod` holds
 * `prod/ranges/cloudflare`.
 *
 * A change takes up to a minute to reach everywhere, or longer after an outage, and two that write at once both succeed:
 * the last one is kept (Cloudflare docs, How KV works). Whoever may edit the account may write there. Throws StoreError
 * BAD_REFERENCE.
 */
export function openKvListStore(reference: string, bindings: Readonly<Record<string, unknown>>): ListStore {
  const { binding, prefix } = openKvBinding(reference, bindings, LISTS)
  const keyOf = (provider: string): string => {
    checkProvider(provider)
    return `${prefix}ranges/${provider}`
  }
  return {
    name: reference,
    read: async (providers, signal) => {
      const texts = await Promise.all(
        providers.map(async (provider) => {
          const key = keyOf(provider)
          return [provider, await ask(key, signal, () => binding.get(key, { cacheTtl: CACHE_SECONDS }))] as const
        }),
      )
      return new Map(texts.flatMap(([provider, text]) => (text === null ? [] : [[provider, text]])))
    },
    write: async (provider, text, signal) => {
      const key = keyOf(provider)
      if (!isWriter(binding)) throw notWritable(key)
      await ask(key, signal, () => binding.put(key, text))
    },
  }
}

/** KV takes no signal: what it is asked goes on, and nobody waits for it. */
function ask<Answer>(key: string, signal: AbortSignal, start: () => Promise<Answer>): Promise<Answer> {
  return askKv(key, () => {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const give = (): void => reject(new Error('given up', { cause: signal.reason }))
    signal.addEventListener('abort', give, { once: true })
    void start()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', give))
    return promise
  })
}

function isWriter(binding: KvBinding): binding is KvBinding & KvWriter {
  return 'put' in binding && typeof binding.put === 'function'
}

function notWritable(key: string): StoreError {
  const rule = 'must be in a namespace that can be written to'
  const nextStep = 'Bind the namespace of Workers KV itself'
  return new StoreError({ code: 'NOT_WRITABLE', path: `kv: ${key}`, rule, nextStep })
}
