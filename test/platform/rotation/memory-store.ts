import type { WritableStore } from '../../../src/platform/stores/store.ts'
import { StoreError } from '../../../src/platform/stores/store-error.ts'

export type Contents = ReadonlyMap<string, string>
export type Operation = 'load' | 'create' | 'replace' | 'remove'

/** Called around each operation; what it throws, the operation throws. `after` is called when a write has landed. */
export type Hooks = {
  readonly before?: (operation: Operation) => Promise<void> | void
  readonly after?: (operation: Operation) => Promise<void> | void
}

export type MemoryStore = WritableStore & { readonly contents: () => Contents }

/** A store as the contract says, that can be slow, interrupted or watched. */
export function createMemoryStore(initial: Contents = new Map(), { before, after }: Hooks = {}): MemoryStore {
  const held = new Map(initial)
  const run = async <Result>(operation: Operation, act: () => Result): Promise<Result> => {
    await before?.(operation)
    const result = act()
    await after?.(operation)
    return result
  }
  const create = (name: string, text: string): boolean => {
    if (held.has(name)) return false
    held.set(name, text)
    return true
  }
  const replace = (name: string, text: string, expected: string | undefined): void => {
    if (held.get(name) !== expected) {
      const rule = 'is what it was when it was read'
      throw new StoreError({ code: 'CHANGED_MEANWHILE', path: name, rule, nextStep: 'Read it again' })
    }
    held.set(name, text)
  }
  return {
    name: 'memory:',
    load: () => run('load', () => new Map(held)),
    create: (name, text) => run('create', () => create(name, text)),
    replace: (name, text, expected) => run('replace', () => replace(name, text, expected)),
    remove: async (name) => {
      await run('remove', () => held.delete(name))
    },
    contents: () => new Map(held),
  }
}

/** What a store throws that is away. */
export function awayError(): StoreError {
  return new StoreError({ code: 'UNREACHABLE', path: 'memory:', rule: 'answers', nextStep: 'Try again' })
}
