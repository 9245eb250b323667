import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Edge } from '../../src/edge/edge.ts'
import { startWithLists } from '../../src/platform/lists/start-with-lists.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import { recordWith } from '../settings/list-texts.ts'
import { LIST_NAME, prefixesOf, type TableName, tableBehind, turningStore } from './swapped-lists.ts'
import { writeVariables } from './swapped-variables.ts'

const NOW = 1_795_262_400
const REQUESTERS = 8

export type SwapsInNode = {
  readonly swaps: number
  /** Pairs of requests that were answered while tables were swapped. */
  readonly requests: number
  /** Of these, answered by another table than the edge in their hands was made with, or by a torn one. */
  readonly wrong: number
  readonly medianMs: number
}

/** Swaps the tables of an edge so often, with lists of so many prefixes, while others resolve by whatever edge there is. */
export async function swapInNode(swaps: number, prefixes: number): Promise<SwapsInNode> {
  const texts = { a: await textOf('a', prefixes), b: await textOf('b', prefixes) }
  const { store, show } = turningStore(texts)
  const variables = await writeVariables()
  const start = startWithLists({ openLists: () => store, bundledOf: () => undefined, report: () => undefined })
  const read = (name: string) => Promise.resolve(variables[name])
  const tables = new WeakMap<Edge, TableName>()
  const swapTo = async (table: TableName): Promise<Edge> => {
    show(table)
    const moment = { now: NOW, signal: AbortSignal.timeout(60_000) }
    const edge = await start(read, { rangesOf: () => undefined }, moment)
    if (edge === undefined) throw new Error('the edge refuses')
    tables.set(edge, table)
    return edge
  }

  let current = await swapTo('b')
  let isOver = false
  const counts = { requests: 0, wrong: 0 }
  const request = async (): Promise<void> => {
    while (!isOver) {
      const edge = current
      await nextTurn()
      counts.requests++
      if (tableBehind(edge) !== tables.get(edge)) counts.wrong++
    }
  }
  const requesters = Array.from({ length: REQUESTERS }, request)
  const times: number[] = []
  for (let i = 0; i < swaps; i++) {
    const began = performance.now()
    current = await swapTo(i % 2 === 0 ? 'a' : 'b')
    times.push(performance.now() - began)
  }
  isOver = true
  await Promise.all(requesters)
  return { swaps, ...counts, medianMs: times.sort((x, y) => x - y)[times.length >> 1] ?? Number.NaN }
}

async function textOf(table: TableName, count: number): Promise<string> {
  return printRecord(await recordWith(LIST_NAME, prefixesOf(table, count), { checkedAt: NOW - 60 }))
}
