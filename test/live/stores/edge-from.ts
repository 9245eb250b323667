import { expect } from 'vitest'
import type { Edge } from '../../../src/edge/edge.ts'
import { type KeepEdge, keepEdge } from '../../../src/platform/keep-edge.ts'
import type { Store } from '../../../src/platform/stores/store.ts'
import { noLists } from '../../platform/lists/no-lists.ts'

/** Loads in the background take what the machine lets them take. */
const WAIT = { timeout: 20_000 }

export type EdgeFromStore = {
  readonly edgeAt: KeepEdge
  readonly records: readonly object[]
  /** The edge at `now`, once a refresh that begins then has ended. */
  readonly refreshedAt: (now: number) => Promise<Edge | undefined>
}

/** An edge that takes everything from one store. */
export function edgeFrom(store: Store): EdgeFromStore {
  const records: object[] = []
  const edgeAt = keepEdge({
    read: (name) => Promise.resolve(name === 'IPSEAL_KEYS' ? store.name : undefined),
    openStore: () => store,
    rangesOf: () => [],
    ...noLists,
    report: (record) => records.push(record),
  })
  const refreshedAt = async (now: number): Promise<Edge | undefined> => {
    const before = records.length
    await edgeAt(now)
    const loaded: unknown = expect.objectContaining({ msg: 'keys loaded' })
    await expect.poll(() => records.slice(before), WAIT).toContainEqual(loaded)
    return edgeAt(now)
  }
  return { edgeAt, records, refreshedAt }
}

/** Waits until so much has been told. */
export async function untilRecords(records: readonly object[], count: number): Promise<void> {
  await expect.poll(() => records.length, WAIT).toBe(count)
}
