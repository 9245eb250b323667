import { escapeText } from '../../fault/escape-text.ts'
import { FaultError } from '../../fault/fault-error.ts'
import { startLimit } from '../../fresh/turn.ts'
import type { ListStore } from '../../refresh/list-store.ts'

export type ReadLists = {
  readonly stored: ReadonlyMap<string, string>
  /** The lists that could not be read, each with the reason, escaped. */
  readonly unread: ReadonlyMap<string, string>
}

/**
 * Reads lists one by one, as a store fails as a whole: whoever can spoil one should not keep the others from being
 * renewed. Never rejects.
 */
export async function readLists(
  store: ListStore,
  names: readonly string[],
  { seconds, signal }: { readonly seconds: number; readonly signal?: AbortSignal },
): Promise<ReadLists> {
  const stored = new Map<string, string>()
  const unread = new Map<string, string>()
  await Promise.all(
    names.map(async (name) => {
      try {
        const text = await new Promise<string | undefined>((resolve, reject) => {
          const limit = startLimit(seconds, reject)
          const either = signal === undefined ? limit : AbortSignal.any([signal, limit])
          store.read([name], either).then((texts) => resolve(texts.get(name)), reject)
        })
        if (text !== undefined) stored.set(name, text)
      } catch (error) {
        unread.set(name, explain(error))
      }
    }),
  )
  return { stored, unread }
}

/** What others throw may show what a store holds. */
function explain(error: unknown): string {
  if (error instanceof FaultError) return error.message
  return error instanceof Error ? escapeText(error.name) : typeof error
}
