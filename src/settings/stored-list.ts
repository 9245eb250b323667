import type { KeySet } from '../assertion/key-set.ts'
import { openDocument, readClaimedDocument } from '../assertion/signed-document.ts'
import { describeValue } from '../fault/escape-text.ts'
import { readRecord } from '../ranges/read-record.ts'
import { RANGES_DOCUMENT, type RangesRecord } from '../ranges/record.ts'
import { MAX_AHEAD_SECONDS } from '../ranges/record-limits.ts'

/** Why what a store holds under the name of a list is not trusted. */
export type StoredListFault =
  | 'not-stored'
  | 'store-failed'
  | 'unsigned'
  | 'bad-signature'
  | 'unreadable'
  | 'another-list'
  | 'from-the-future'
  | 'rolled-back'
  | 'prefix-twice'

export type StoredList =
  | { readonly ok: true; readonly record: RangesRecord }
  /** `detail` is for a log: escaped, and nothing that has to be kept secret. */
  | { readonly ok: false; readonly fault: StoredListFault; readonly detail?: string | undefined }

export type StoredListRules = {
  /** Whose signature it needs; undefined: it is as good as whoever can write to the store, signed or not. */
  readonly keys: KeySet | undefined
  /** Unix seconds. */
  readonly now: number
}

/** Reads the list of this name out of the text that a store holds, or says why it is not to be trusted. Never rejects. */
export async function readStoredList(
  name: string,
  text: string | undefined,
  { keys, now }: StoredListRules,
): Promise<StoredList> {
  if (text === undefined) return { ok: false, fault: 'not-stored' }
  const opened = await openText(text.trim(), keys)
  if (!opened.ok) return opened
  const reading = await readRecord(opened.text)
  if (!reading.ok) return { ok: false, fault: 'unreadable', detail: reading.fault }
  const { record } = reading
  if (record.provider !== name) return { ok: false, fault: 'another-list', detail: describeValue(record.provider) }
  const aheadSeconds = record.checkedAt - now
  if (aheadSeconds > MAX_AHEAD_SECONDS)
    return { ok: false, fault: 'from-the-future', detail: `${aheadSeconds} s ahead` }
  return reading
}

type OpenedText = { readonly ok: true; readonly text: string } | Extract<StoredList, { ok: false }>

/** Where no signature is asked for, a signed text is read as well: so signing can begin before it is demanded. */
async function openText(text: string, keys: KeySet | undefined): Promise<OpenedText> {
  const isPlain = text.startsWith('{')
  if (keys === undefined) {
    const read = isPlain ? ({ ok: true, text } as const) : readClaimedDocument(text, RANGES_DOCUMENT)
    return read.ok ? read : { ok: false, fault: 'unreadable', detail: read.reason }
  }
  if (isPlain) return { ok: false, fault: 'unsigned' }
  const opened = await openDocument(text, keys, RANGES_DOCUMENT)
  return opened.ok ? opened : { ok: false, fault: 'bad-signature', detail: opened.reason }
}
