import type { ProviderList } from '../../ranges/provider.ts'
import type { ListStore } from '../../refresh/list-store.ts'
import { type ChosenList, type ChosenRanges, chooseRanges } from '../../settings/choose-ranges.ts'
import { namedLists } from '../../settings/named-lists.ts'
import type { Settings } from '../../settings/settings.ts'
import { createListsReport } from './lists-record.ts'
import { readLists } from './read-lists.ts'

/** Half of what a start may take: the copies in the package serve until the next look, and a start that is late does not. */
const READ_SECONDS = 1.5

export type KeepListsOptions = {
  /** `bindings` are those of a Worker; elsewhere there are none. */
  readonly openLists: (reference: string, bindings: Readonly<Record<string, unknown>>) => ListStore | Promise<ListStore>
  readonly bundledOf: (name: string) => ProviderList | undefined
  /** Told of each list's state once, as records of a structured log. */
  readonly report: (record: object) => void
}

/** A look into the store that IPSEAL_RANGES names. */
export type ListsLook = {
  readonly reference: string
  readonly bindings: Readonly<Record<string, unknown>>
  readonly settings: Settings
  readonly platform: string | undefined
  /** Unix seconds. */
  readonly now: number
  readonly signal: AbortSignal
}

export type LookIntoLists = (look: ListsLook) => Promise<ChosenRanges>

/**
 * Returns what looks into the store of lists, and remembers what was trusted, so that no older list is taken later.
 *
 * A store that fails or dawdles is a fault of the lists alone. Rejects with a StoreError for a reference that is none, and
 * with a KeyError if a key of `ranges.signedBy` cannot be used.
 */
export function keepLists({ openLists, bundledOf, report }: KeepListsOptions): LookIntoLists {
  const tell = createListsReport(report)
  let opened: (Pick<ListsLook, 'reference' | 'bindings'> & { readonly store: ListStore }) | undefined
  let previous: ReadonlyMap<string, ChosenList> = new Map()
  let vouching: string | undefined
  return async ({ reference, bindings, settings, platform, now, signal }) => {
    if (opened?.reference !== reference || opened.bindings !== bindings) {
      opened = { reference, bindings, store: await openLists(reference, bindings) }
    }
    const { store } = opened
    // What a key vouched for that is no longer among those that do, is vouched for by nobody.
    const signers = JSON.stringify(settings.ranges?.signedBy)
    if (signers !== vouching) previous = new Map()
    vouching = signers
    const read = await readLists(store, namedLists(settings, platform), { seconds: READ_SECONDS, signal })
    const chosen = await chooseRanges(settings, { ...read, bundledOf, previous, platform }, now)
    previous = new Map([...previous, ...chosen.lists])
    tell(chosen.notes, store.name, Date.now())
    return chosen
  }
}
