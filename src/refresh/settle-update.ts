import type { UpdatedList } from '../ranges/apply-update.ts'
import { isNewer } from '../ranges/is-newer.ts'
import { printRecord } from '../ranges/read-record.ts'
import type { RangesRecord } from '../ranges/record.ts'
import { type DecisionOptions, decideUpdate, type Word } from './decide-update.ts'
import { needsWrite } from './needs-write.ts'
import { readFromStore, type StoreReading, type StoreReadingOptions, storeSignal } from './read-from-store.ts'
import type { RefreshResult } from './refresh-result.ts'

/** What a refresh goes on from. */
export type Start = {
  readonly stored: StoreReading
  readonly previous: RangesRecord | undefined
  /** What was wrong with the stored list. */
  readonly faults: readonly string[]
}

export type SettleOptions = DecisionOptions &
  StoreReadingOptions & {
    readonly sign?: (text: string) => Promise<string>
    readonly isDryRun?: boolean
  }

/** Decides on what the source said and writes what has to be written. Rejects as the store does. */
export async function settleUpdate(word: Word, start: Start, options: SettleOptions): Promise<RefreshResult> {
  const { feed, now, isDryRun = false } = options
  const decision = await decideUpdate(word, start.previous, options)
  if (!decision.ok) return refuse(start, decision.faults, options)
  const { update } = decision
  if (isDryRun || !needsWrite(start.stored, update.record)) return accept(update, start, options)
  // Two refreshers may be under way, as a schedule and a notification are: what the other one wrote must not be lost.
  const current = await readFromStore(feed.provider, options)
  if (current.kind !== 'list') return await write(update, { ...start, ...noteOf(current) }, options)
  const { record, text } = current
  if (isNewer(record, update.record, now)) return leave(record, start, options)
  if (start.stored.kind === 'list' && start.stored.text === text) return await write(update, start, options)
  // What the source said of our list it did not say of theirs.
  if (word.kind === 'same') return leave(record, start, options)
  return await settleAgain(word, { stored: current, previous: record, faults: start.faults }, options)
}

/** Once: between this and the write there is no time to speak of, and the next refresh mends what falls into it. */
async function settleAgain(word: Word, start: Start, options: SettleOptions): Promise<RefreshResult> {
  const decision = await decideUpdate(word, start.previous, options)
  if (!decision.ok) return refuse(start, decision.faults, options)
  const { update } = decision
  return needsWrite(start.stored, update.record) ? await write(update, start, options) : accept(update, start, options)
}

async function write(update: UpdatedList, start: Start, options: SettleOptions): Promise<RefreshResult> {
  const { feed, store, sign, signal } = options
  const text = printRecord(update.record)
  await store.write(feed.provider, sign === undefined ? text : await sign(text), storeSignal(signal))
  return { ...accept(update, start, options), isWritten: true }
}

function accept(update: UpdatedList, { previous, faults }: Start, { feed }: SettleOptions): RefreshResult {
  const outcome = update.record.digest === previous?.digest ? 'unchanged' : 'changed'
  return { provider: feed.provider, outcome, isWritten: false, ...update, faults }
}

function refuse(start: Start, faults: readonly string[], { feed }: SettleOptions): RefreshResult {
  return standStill(start, { provider: feed.provider, outcome: 'refused' }, faults)
}

/** Somebody else has brought the list further. */
function leave(record: RangesRecord, { faults }: Start, { feed }: SettleOptions): RefreshResult {
  return { ...standStill({ previous: record }, { provider: feed.provider, outcome: 'unchanged' }, faults) }
}

/** The result of a refresh that changed nothing. */
export function standStill(
  { previous, faults: earlier = [] }: Pick<Start, 'previous'> & Partial<Start>,
  about: Pick<RefreshResult, 'provider' | 'outcome'>,
  faults: readonly string[],
): RefreshResult {
  return {
    ...about,
    record: previous,
    isWritten: false,
    added: [],
    withdrawn: [],
    announced: [],
    faults: [...earlier, ...faults],
  }
}

function noteOf(stored: StoreReading): Partial<Start> {
  return stored.kind === 'unusable' ? { faults: [stored.fault] } : {}
}
