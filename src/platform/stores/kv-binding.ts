import { badReference, type ReferenceKind, StoreError } from './store-error.ts'

/** What is used of a binding to a namespace of Workers KV. */
export type KvBinding = {
  readonly get: (key: string, options?: { readonly cacheTtl: number }) => Promise<string | null>
}

const REFERENCE = /^kv:([A-Za-z_][A-Za-z0-9_]*)((?:\/[A-Za-z0-9_.-]{1,128})*)$/

/** Finds the binding that a reference names, and the prefix of its keys. Throws StoreError BAD_REFERENCE. */
export function openKvBinding(reference: string, bindings: Readonly<Record<string, unknown>>, kind?: ReferenceKind) {
  const [, name = '', path = ''] = REFERENCE.exec(reference) ?? []
  if (name === '') throw badReference(reference, 'must be kv:, the name of a binding, and a prefix if any', kind)
  const binding = bindings[name]
  if (!isKvBinding(binding)) {
    throw badReference(reference, `needs ${name} to be bound to a namespace of Workers KV`, kind)
  }
  return { binding, prefix: path === '' ? '' : `${path.slice(1)}/` }
}

/** Asks for something under a key, or rejects with a StoreError that says what failed. */
export async function askKv<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (cause) {
    throw explainKvFault(key, cause)
  }
}

/** Workers KV says what is wrong in words alone: `KV PUT failed: 429 Too Many Requests`. */
function explainKvFault(key: string, cause: unknown): StoreError {
  const path = `kv: ${key}`
  if (cause instanceof Error && /\b429\b/.test(cause.message)) {
    const rule = 'must be asked no more often than Workers KV takes: one write a second to a key'
    const nextStep = 'It is tried again by itself; look for another that writes the same if it lasts'
    return new StoreError({ code: 'THROTTLED', path, rule, nextStep }, cause)
  }
  const nextStep = 'It is tried again by itself; look at the status of Workers KV if it lasts'
  return new StoreError({ code: 'UNREACHABLE', path, rule: 'must answer', nextStep }, cause)
}

function isKvBinding(binding: unknown): binding is KvBinding {
  return typeof binding === 'object' && binding !== null && 'get' in binding && typeof binding.get === 'function'
}
