import type { Edge } from '../../src/edge/edge.ts'
import type { ListStore } from '../../src/refresh/list-store.ts'
import type { TrustSettings } from '../../src/settings/settings.ts'

/** Two lists that share no address, and a chain of three proxies through each. */
export const TABLES = ['a', 'b'] as const
export type TableName = (typeof TABLES)[number]

const CLIENT = '203.0.113.9'
/** Private space: there is room for thousands of prefixes, and no list is accepted here. */
const FIRST_OCTETS = { a: '10', b: '172' } as const

export const LIST_NAME = 'list:swapped'

/** So many prefixes of /24, as text in the order of a list. */
export function prefixesOf(table: TableName, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${FIRST_OCTETS[table]}.${16 + (i >> 8)}.${i & 255}.0/24`)
}

/** The addresses of a chain: the first is the peer. */
function proxiesOf(table: TableName): readonly string[] {
  return [0, 7, 21].map((i) => `${FIRST_OCTETS[table]}.16.${i}.1`)
}

export const SWAPPED_GROUP: TrustSettings = {
  name: 'swapped',
  ranges: LIST_NAME,
  clients: [],
  tenants: 'any',
  proxyProtocol: false,
}

export const SWAPPED_HEADER = {
  name: 'x-forwarded-for',
  format: 'x-forwarded-for',
  from: ['swapped'],
  optional: false,
  ports: 'optional',
} as const

/** A store of one list that shows another text whenever it is turned over. */
export function turningStore(texts: Readonly<Record<TableName, string>>) {
  let shown: TableName = 'a'
  const store: ListStore = {
    name: 'memory:',
    read: () => Promise.resolve(new Map([[LIST_NAME, texts[shown]]])),
    write: () => Promise.reject(new Error('nobody writes here')),
  }
  const show = (table: TableName): void => {
    shown = table
  }
  return { store, show }
}

/** The chain of proxies of a table, as a request comes through it. */
export function requestThrough(table: TableName): { readonly peer: string; readonly forwarded: string } {
  const [peer = '', middle = '', farthest = ''] = proxiesOf(table)
  return { peer, forwarded: [CLIENT, farthest, middle].join(', ') }
}

/**
 * Says by which table an edge answers a request through each of the two: one chain is trusted to its end, and of the other
 * not even the peer. Undefined: the table is torn, some of a chain being trusted and some not, or both, or neither.
 */
export function tableBehind(edge: Edge): TableName | undefined {
  const [a, b] = TABLES.map((table) => {
    const { peer, forwarded } = requestThrough(table)
    const { resolution } = edge.resolveClient({ peer, headers: [['x-forwarded-for', forwarded]] })
    return judgeAnswer(table, resolution.ok ? resolution.ip : undefined)
  })
  if (a === 'trusted' && b === 'stranger') return 'a'
  return a === 'stranger' && b === 'trusted' ? 'b' : undefined
}

export function judgeAnswer(table: TableName, ip: string | undefined): 'trusted' | 'stranger' | undefined {
  if (ip === CLIENT) return 'trusted'
  return ip === requestThrough(table).peer ? 'stranger' : undefined
}
