import { diffLists } from '../../ranges/diff-lists.ts'
import type { ListStore } from '../../refresh/list-store.ts'
import { UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData, writeJson, writeTalk } from '../output.ts'
import { loadReaderKeys } from '../ranges/list-keys.ts'
import { requireListNames } from '../ranges/list-names.ts'
import { openPlace, openReference } from '../ranges/list-place.ts'
import { readTrusted } from '../ranges/trusted-in.ts'
import { readNow } from '../read-number.ts'

export type RangesDiffOptions = {
  readonly provider: readonly string[]
  readonly store?: string
  readonly from?: string
  readonly to?: string
  readonly signedBy?: string
  readonly now?: string
  readonly json?: true
}

type Compared = {
  readonly name: string
  /** `absent` on both sides: there is nothing to compare. */
  readonly state: 'same' | 'changed' | 'new' | 'gone' | 'absent'
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** Compares who is trusted by two places, as addresses: the answer is no if they differ. */
export async function runRangesDiff(options: RangesDiffOptions): Promise<ExitCode> {
  const names = requireListNames(options.provider)
  const now = readNow(options.now)
  const { from, to } = openSides(options)
  const keys = await loadReaderKeys(options.signedBy)
  const before = await readTrusted(names, { store: from, keys, now })
  const after = await readTrusted(names, { store: to, keys, now })
  // Where a store lacks a list the bundled one stands.
  const compared = from === undefined ? names.filter((name) => after.has(name)) : names
  const lists = compared.map((name) => compare(name, before.get(name), after.get(name)))
  const isSame = lists.every(({ state }) => state === 'same' || state === 'absent')
  const sides = { from: nameOf(from), to: nameOf(to) }
  if (options.json) await writeJson({ ok: isSame, ...(!isSame && { reason: 'differs' }), ...sides, lists })
  else {
    writeTalk(`from ${sides.from} to ${sides.to}`)
    if (lists.length === 0) writeTalk(`${sides.to} holds none of these lists, so the bundled ones stand`)
    await writeData(lists.map(describe).join(''))
  }
  return isSame ? EXIT.yes : EXIT.no
}

type Sides = { readonly from: ListStore | undefined; readonly to: ListStore | undefined }

/** The bundled lists against the store, unless both sides are named. */
function openSides({ store, from, to }: RangesDiffOptions): Sides {
  if (from === undefined && to === undefined) {
    const place = openPlace(store)
    if (place !== undefined) return { from: undefined, to: place }
    throw new UsageError('name a store with --store or IPSEAL_RANGES, or two places with --from and --to')
  }
  if (store !== undefined) throw new UsageError('--from and --to name both places; take --store out')
  if (from === undefined || to === undefined) throw new UsageError('--from and --to go together; "bundled" is one, too')
  return { from: openSide(from, '--from'), to: openSide(to, '--to') }
}

function openSide(reference: string, option: string): ListStore | undefined {
  return reference === 'bundled' ? undefined : openReference(reference, option)
}

function nameOf(store: ListStore | undefined): string {
  return store?.name ?? 'bundled'
}

function compare(name: string, before: readonly string[] | undefined, after: readonly string[] | undefined): Compared {
  const { added, removed } = diffLists(before ?? [], after ?? [])
  if (before === undefined) return { name, state: after === undefined ? 'absent' : 'new', added, removed }
  if (after === undefined) return { name, state: 'gone', added, removed }
  return { name, state: added.length + removed.length === 0 ? 'same' : 'changed', added, removed }
}

function describe({ name, state, added, removed }: Compared): string {
  if (state === 'absent') return ''
  const lines = [
    `${name}: ${state}`,
    ...removed.map((prefix) => `  - ${prefix}`),
    ...added.map((prefix) => `  + ${prefix}`),
  ]
  return `${lines.join('\n')}\n`
}
