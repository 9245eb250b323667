import { describeFault } from '../fault/fault.ts'
import { FaultError } from '../fault/fault-error.ts'
import { readRecord } from '../ranges/read-record.ts'
import type { RangesRecord } from '../ranges/record.ts'
import type { ListStore } from './list-store.ts'

/** What a store holds under the name of a provider. */
export type StoreReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'list'; readonly text: string; readonly record: RangesRecord }
  /** Nobody that is trusted wrote this, or it has been damaged. */
  | { readonly kind: 'unusable'; readonly text: string; readonly fault: string }

export type StoreReadingOptions = {
  readonly store: ListStore
  readonly open?: ((text: string) => Promise<string | undefined>) | undefined
  readonly signal?: AbortSignal | undefined
}

/** A store that has not answered by then is away. */
const STORE_TIMEOUT_SECONDS = 20

const COMPACT_JWS = /^\s*[\w-]+\.[\w-]+\.[\w-]+\s*$/

/** A signed list that is found without a key to open it. To write an unsigned one over it would undo what somebody set up. */
class SignedStoreError extends FaultError<'SIGNED_LIST'> {
  override readonly name = 'SignedStoreError'
}

/** Reads one list. Rejects as the store does, and with a SignedStoreError for a signed list that nobody can open here. */
export async function readFromStore(provider: string, options: StoreReadingOptions): Promise<StoreReading> {
  const { store, open, signal } = options
  const text = (await store.read([provider], storeSignal(signal))).get(provider)
  return text === undefined ? { kind: 'none' } : await readStoredText(provider, text, { store, open })
}

/** Reads the text of one list, as {@link readFromStore} does. */
export async function readStoredText(
  provider: string,
  text: string,
  { store, open }: Pick<StoreReadingOptions, 'store' | 'open'>,
): Promise<StoreReading> {
  const path = `${store.name} ${provider}`
  if (open === undefined && COMPACT_JWS.test(text)) throw signedList(path)
  const opened = open === undefined ? text : await open(text)
  if (opened === undefined) {
    return { kind: 'unusable', text, fault: describeUnusable(path, 'must be signed by a key that is trusted here') }
  }
  const reading = await readRecord(opened)
  if (!reading.ok) return { kind: 'unusable', text, fault: describeUnusable(path, reading.fault) }
  const { record } = reading
  if (record.provider === provider) return { kind: 'list', text, record }
  return { kind: 'unusable', text, fault: describeUnusable(path, `must be of ${provider}; got ${record.provider}`) }
}

/** The caller's signal, and the store's own time limit. */
export function storeSignal(signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(STORE_TIMEOUT_SECONDS * 1000)
  return signal === undefined ? limit : AbortSignal.any([signal, limit])
}

function describeUnusable(path: string, rule: string): string {
  const nextStep =
    'Find out who wrote it. It is left aside, and what the source publishes is held against the bundled list'
  return describeFault({ code: 'BAD_STORED_LIST', path, rule, nextStep })
}

function signedList(path: string): SignedStoreError {
  const rule = 'is signed, and there is no key here to open and sign lists'
  const nextStep = 'Set IPSEAL_RANGES_SIGNING_KEY, or delete the list to go on unsigned'
  return new SignedStoreError({ code: 'SIGNED_LIST', path, rule, nextStep })
}
