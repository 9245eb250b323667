import { expect } from 'vitest'
import type { Edge } from '../../../src/edge/edge.ts'
import { keepEdge } from '../../../src/platform/keep-edge.ts'
import type { ListStore } from '../../../src/refresh/list-store.ts'
import type { Settings, TrustSettings } from '../../../src/settings/settings.ts'
import { bundledWith } from '../../settings/list-texts.ts'
import { writeContents, writeSettings } from '../stores/store-under-test.ts'

export const START = 1_795_262_400
export const PROXY = '192.0.2.1'
const CLIENT = '203.0.113.9'

const bundle = await bundledWith('cloudflare', ['192.0.2.0/25'], '2026-11-21')

export function group(ranges: TrustSettings['ranges']): TrustSettings {
  return {
    name: `of-${String(ranges)}`.replace(/[^a-z-]/g, '-'),
    ranges,
    clients: [],
    tenants: 'any',
    proxyProtocol: false,
  }
}

/** Settings with these groups, each of which speaks through X-Forwarded-For. */
export function settingsFor(trust: readonly TrustSettings[], changes: Partial<Settings> = {}): Partial<Settings> {
  const from = trust.map(({ name }) => name)
  const header = {
    name: 'x-forwarded-for',
    format: 'x-forwarded-for',
    from,
    optional: false,
    ports: 'optional',
  } as const
  return { trust, headers: [header], ...changes }
}

/** An edge kept with lists out of a store in memory, which can be taken away and be made to hang. */
export async function edgeWithLists(texts: Map<string, string>, changes: Partial<Settings>) {
  const records: object[] = []
  const contents = await writeContents({ a: 0 })
  contents.set('settings', await writeSettings(changes))
  const lists = { state: 'there' as 'there' | 'away' | 'hanging', reads: 0, broken: '' }
  const read: ListStore['read'] = async (names) => {
    lists.reads++
    if (lists.state === 'away') throw new Error('hush')
    // As in S3 or a folder, where one list that cannot be read is a fault of the whole read.
    if (names.includes(lists.broken)) throw new Error('hush')
    if (lists.state === 'hanging') return await new Promise(() => undefined)
    return new Map([...texts].filter(([name]) => names.includes(name)))
  }
  const variables: Readonly<Record<string, string>> = { IPSEAL_KEYS: 'memory:', IPSEAL_RANGES: 'lists:' }
  const edgeAt = keepEdge({
    read: (name) => Promise.resolve(variables[name]),
    openStore: (name) => ({ name, load: () => Promise.resolve(new Map(contents)) }),
    rangesOf: () => expect.fail('the store has the lists'),
    openLists: (name) => ({ name, read, write: () => Promise.reject(new Error('nobody writes here')) }),
    bundledOf: (name) => (name === 'cloudflare' ? bundle : undefined),
    report: (record) => records.push(record),
  })
  /** The edge once a look that begins at this time has ended. */
  const edgeAfter = async (now: number): Promise<Edge | undefined> => {
    const before = records.length
    void edgeAt(now)
    const ended: unknown = expect.objectContaining({ msg: 'keys loaded' })
    await expect.poll(() => records.slice(before), { timeout: 20_000, interval: 5 }).toContainEqual(ended)
    return await edgeAt(now)
  }
  const told = (): object[] => records.filter((record) => 'list' in record || 'fault' in record)
  return { edgeAt, edgeAfter, lists, told, contents }
}

/** Whom an edge takes for the client when this peer names another in X-Forwarded-For. */
export function clientBehind(edge: Edge | undefined, peer: string): string | undefined {
  const resolved = edge?.resolveClient({ peer, headers: [['x-forwarded-for', CLIENT]] }).resolution
  return resolved?.ok ? resolved.ip : undefined
}
