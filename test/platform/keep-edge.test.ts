import { describe, expect, test } from 'vitest'
import { keepEdge } from '../../src/platform/keep-edge.ts'
import type { Store } from '../../src/platform/stores/store.ts'
import { StoreError } from '../../src/platform/stores/store-error.ts'
import { noLists } from './lists/no-lists.ts'
import { signingKeyOf, writeContents, writeKeySet, writeSettings } from './stores/store-under-test.ts'

const START = 1_795_262_400
const UNREACHABLE: unknown = expect.stringMatching(/^UNREACHABLE at memory:/)

type Variables = Readonly<Record<string, string | undefined>>

/** An edge kept from a store in memory that can be taken away. */
function edgeFrom(contents: Map<string, string>, variables: Variables = { IPSEAL_KEYS: 'memory:' }) {
  const records: object[] = []
  const opened: string[] = []
  const store = { isAway: false, loads: 0 }
  const openStore = (reference: string): Store => {
    opened.push(reference)
    return {
      name: reference,
      load: () => {
        store.loads++
        if (!store.isAway) return Promise.resolve(new Map(contents))
        const rule = 'must answer'
        return Promise.reject(new StoreError({ code: 'UNREACHABLE', path: reference, rule, nextStep: 'Wait' }))
      },
    }
  }
  const edgeAt = keepEdge({
    read: (name) => Promise.resolve(variables[name]),
    openStore,
    rangesOf: () => [],
    ...noLists,
    report: (record) => records.push(record),
  })
  return { edgeAt, store, records, opened }
}

/** A load that nobody waits for takes some milliseconds, and on a busy machine ten times as many. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200))
}

describe('an edge from a store', () => {
  test('is made for the first request, and is there at once for the next', async () => {
    const { edgeAt, store, opened } = edgeFrom(await writeContents({ a: 0 }))
    const edge = await edgeAt(START)
    expect(await signingKeyOf(edge, START)).toBe('a')
    expect([edgeAt(START + 1) === edge, store.loads, opened]).toEqual([true, 1, ['memory:']])
  })

  test('is refreshed behind the back of whoever asks after five minutes', async () => {
    const contents = await writeContents({ a: 0 })
    const { edgeAt } = edgeFrom(contents)
    const first = await edgeAt(START)
    contents.set('settings', await writeSettings({ issuer: 'https://other.example.com' }))
    expect(edgeAt(START + 300)).toBe(first)
    await settle()
    const second = await edgeAt(START + 301)
    expect(second?.settings.issuer).toBe('https://other.example.com')
  })

  test('stays the same edge, with its tokens, while the store holds the same', async () => {
    const { edgeAt, store } = edgeFrom(await writeContents({ a: 0 }))
    const first = await edgeAt(START)
    void edgeAt(START + 300)
    await settle()
    expect([edgeAt(START + 301) === first, store.loads]).toEqual([true, 2])
  })

  test('comes to sign with the next key by time alone, though the store holds the same', async () => {
    const { edgeAt } = edgeFrom(await writeContents({ a: 0, b: START }))
    const kids: unknown[] = []
    for (const age of [0, 1799, 2099]) {
      void edgeAt(START + age)
      await settle()
      kids.push(await signingKeyOf(await edgeAt(START + age), START + age))
    }
    expect(kids).toEqual(['a', 'a', 'b'])
  })

  test('serves for an hour while the store is away, then not, and again by itself once it is back', async () => {
    const { edgeAt, store, records } = edgeFrom(await writeContents({ a: 0 }))
    const edge = await edgeAt(START)
    const answers: unknown[] = []
    for (const [age, isAway] of [
      [300, true],
      [3599, true],
      [3600, true],
      [3700, true],
      [3800, false],
    ] as const) {
      store.isAway = isAway
      answers.push(await edgeAt(START + age))
      await settle()
    }
    expect(answers.map((answer) => answer === edge)).toEqual([true, true, false, false, true])
    expect(records).toMatchObject([
      { level: 30, msg: 'keys loaded', store: 'memory:', ageSeconds: undefined, failures: 0 },
      { level: 50, msg: 'keys not refreshed', store: 'memory:', ageSeconds: 300, failures: 1, fault: UNREACHABLE },
      { level: 50, msg: 'keys not refreshed', store: 'memory:', ageSeconds: 3599, failures: 2, fault: UNREACHABLE },
      { level: 60, msg: 'keys expired', store: 'memory:', ageSeconds: 3600, failures: 2 },
      { level: 60, msg: 'start failed', store: 'memory:', failures: 3, fault: UNREACHABLE },
      { level: 30, msg: 'keys loaded', store: 'memory:', ageSeconds: undefined, failures: 3 },
    ])
  })

  test('keeps sealing with the last good keys while a rotation is written by half, and says so', async () => {
    const contents = await writeContents({ a: 0 })
    const { edgeAt, records } = edgeFrom(contents)
    await edgeAt(START)
    contents.set('jwks', await writeKeySet({ a: 0, b: 1 }))
    void edgeAt(START + 300)
    await settle()
    expect(await signingKeyOf(await edgeAt(START + 301), START + 301)).toBe('a')
    expect(records.at(-1)).toMatchObject({
      msg: 'keys not refreshed',
      fault: expect.stringMatching(/^HALF_WRITTEN at keys\/b/),
    })
  })

  test.each([
    { name: 'settings', variable: 'IPSEAL_CONFIG' },
    { name: 'key sets', variable: 'IPSEAL_JWKS' },
    { name: 'signing keys', variable: 'IPSEAL_SIGNING_KEY' },
  ])('may have its $name from a variable, which wins over the store', async ({ variable }) => {
    const contents = await writeContents({ a: 0, b: 1 })
    const texts: Variables = {
      IPSEAL_CONFIG: await writeSettings({ issuer: 'https://baked.example.com' }),
      IPSEAL_JWKS: await writeKeySet({ a: 0, b: 0, c: 0 }),
      IPSEAL_SIGNING_KEY: contents.get('keys/a'),
    }
    const { edgeAt } = edgeFrom(contents, { IPSEAL_KEYS: 'memory:', [variable]: texts[variable] })
    const edge = await edgeAt(START)
    expect({
      IPSEAL_CONFIG: edge?.settings.issuer === 'https://baked.example.com',
      IPSEAL_JWKS: edge?.publicKeys.keys.length === 3,
      IPSEAL_SIGNING_KEY: (await signingKeyOf(edge, START)) === 'a',
    }).toEqual({ IPSEAL_CONFIG: false, IPSEAL_JWKS: false, IPSEAL_SIGNING_KEY: false, [variable]: true })
  })

  test('does not start from an empty variable: the store has it', async () => {
    const { edgeAt } = edgeFrom(await writeContents({ a: 0 }), { IPSEAL_KEYS: 'memory:', IPSEAL_CONFIG: '' })
    expect(await edgeAt(START)).toBeDefined()
  })

  test('is started once for all requests that come together', async () => {
    const { edgeAt, store } = edgeFrom(await writeContents({ a: 0 }))
    const edges = await Promise.all([edgeAt(START), edgeAt(START), edgeAt(START)])
    expect([new Set(edges).size, store.loads]).toEqual([1, 1])
  })
})

describe('an edge without a store', () => {
  test('is made from variables alone, and says nothing while that goes well', async () => {
    const contents = await writeContents({ a: 0 })
    const { edgeAt, opened, records } = edgeFrom(new Map(), {
      IPSEAL_CONFIG: contents.get('settings'),
      IPSEAL_JWKS: contents.get('jwks'),
      IPSEAL_SIGNING_KEY: contents.get('keys/a'),
    })
    const edge = await edgeAt(START)
    expect([await signingKeyOf(edge, START), opened, records]).toEqual(['a', [], []])
  })

  test('does not start from nothing, and says what is missing', async () => {
    const { edgeAt, records } = edgeFrom(new Map(), {})
    expect(await edgeAt(START)).toBeUndefined()
    expect(records).toMatchObject([
      { level: 60, msg: 'start failed', store: undefined, fault: expect.stringMatching(/^VARIABLE_MISSING/) },
    ])
  })
})

test('a store that cannot be opened is told like one that is away', async () => {
  const records: object[] = []
  const edgeAt = keepEdge({
    read: () => Promise.resolve('s3:bucket'),
    openStore: () => {
      throw new StoreError({ code: 'BAD_REFERENCE', path: 'IPSEAL_KEYS', rule: 'is one', nextStep: 'Write one' })
    },
    rangesOf: () => [],
    ...noLists,
    report: (record) => records.push(record),
  })
  expect(await edgeAt(START)).toBeUndefined()
  expect(records).toMatchObject([{ fault: expect.stringMatching(/^BAD_REFERENCE at IPSEAL_KEYS/) }])
})

test('no record shows what a store holds, nor what an unknown error says', async () => {
  const contents = await writeContents({ a: 0 })
  contents.set('keys/a', 'hush')
  const { edgeAt, records } = edgeFrom(contents)
  await edgeAt(START)
  const broken = keepEdge({
    read: () => Promise.reject(new Error('hush')),
    openStore: () => ({ name: '', load: () => Promise.resolve(new Map()) }),
    rangesOf: () => [],
    ...noLists,
    report: (record) => records.push(record),
  })
  await broken(START)
  expect(records.length).toBe(2)
  expect(JSON.stringify(records)).not.toContain('hush')
})
