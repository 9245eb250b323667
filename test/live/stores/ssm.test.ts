import { describe, expect, test } from 'vitest'
import type { WritableStore } from '../../../src/platform/stores/store.ts'
import { keyNamed, signingKeyOf, writeContents, writeKeySet } from '../../platform/stores/store-under-test.ts'
import { edgeFrom, untilRecords } from './edge-from.ts'
import { useMoto } from './moto-stores.ts'

const START = 1_795_262_400
const UNREACHABLE: unknown = expect.stringMatching(/^UNREACHABLE at ssm:/)

const { missing, openStore, line } = await useMoto()

async function fill(store: WritableStore, contents: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, text] of contents) await store.create(name, text)
}

async function load(store: WritableStore) {
  return new Map(await store.load(AbortSignal.timeout(5000)))
}

describe.skipIf(missing !== undefined)('Parameter Store', () => {
  test('gives everything under a path, more than ten parameters too, and nothing beside it', async () => {
    const store = openStore('/ipseal/pages')
    const names = Array.from({ length: 27 }, (_, i) => `secrets/s${i}`)
    const contents = new Map([
      ...(await writeContents({ a: 0 })),
      ...names.map((name) => [name, `of ${name}`] as const),
    ])
    await fill(store, contents)
    await fill(openStore('/ipseal/pages-of-another'), new Map([['settings', 'another']]))
    expect(await load(store)).toEqual(contents)
  })

  test('gives nothing under a path that nobody has written to', async () => {
    expect(await load(openStore())).toEqual(new Map())
  })

  test('keeps what is there under the name of a new key', async () => {
    const store = openStore()
    expect([await store.create('keys/a', 'first'), await store.create('keys/a', 'second')]).toEqual([true, false])
    expect(await load(store)).toEqual(new Map([['keys/a', 'first']]))
  })

  test('replaces what is as expected, and nothing else', async () => {
    const store = openStore()
    await store.replace('jwks', 'one', undefined)
    await store.replace('jwks', 'two', 'one')
    for (const expected of [undefined, 'one', 'three']) {
      await expect(store.replace('jwks', 'never', expected)).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' })
    }
    expect(await load(store)).toEqual(new Map([['jwks', 'two']]))
  })

  test('lets one of many who write at the same time win, and leaves what that one wrote', async () => {
    const store = openStore()
    await store.replace('jwks', 'old', undefined)
    const texts = ['a', 'b', 'c', 'd']
    const outcomes = await Promise.allSettled(texts.map((text) => store.replace('jwks', text, 'old')))
    const won = texts.filter((_, i) => outcomes[i]?.status === 'fulfilled')
    expect(won).toHaveLength(1)
    expect(await load(store)).toEqual(new Map([['jwks', won[0]]]))
  })

  test('forgets a key that is removed, also when it is not there', async () => {
    const store = openStore()
    await store.create('keys/a', 'first')
    await store.remove('keys/a')
    await store.remove('keys/a')
    expect(await load(store)).toEqual(new Map())
  })
})

describe.skipIf(missing !== undefined)('an edge with its keys in Parameter Store', () => {
  test('starts cold, and then asks nothing until its keys are five minutes old', async () => {
    const store = openStore()
    await fill(store, await writeContents({ a: 0 }))
    const { edgeAt, records } = edgeFrom(store)
    const edge = await edgeAt(START)
    expect(await signingKeyOf(edge, START)).toBe('a')
    line().turn('cut')
    expect([edgeAt(START + 1), edgeAt(START + 269), line().connections()]).toEqual([edge, edge, 0])
    line().turn('through')
    expect(records).toMatchObject([{ msg: 'keys loaded', store: store.name, failures: 0 }])
  })

  test('signs with a new key that was published half an hour ago, and keeps publishing the old one', async () => {
    const store = openStore()
    await fill(store, await writeContents({ a: 0 }))
    const { edgeAt, records } = edgeFrom(store)
    await edgeAt(START)
    await store.create('keys/b', JSON.stringify(await keyNamed('b')))
    await store.replace('jwks', await writeKeySet({ a: 0, b: START }), await writeKeySet({ a: 0 }))
    void edgeAt(START + 300)
    await untilRecords(records, 2)
    const early = await edgeAt(START + 301)
    void edgeAt(START + 1800)
    await untilRecords(records, 3)
    const late = await edgeAt(START + 1801)
    expect([await signingKeyOf(early, START + 301), await signingKeyOf(late, START + 1801)]).toEqual(['a', 'b'])
    expect([early, late].map((edge) => edge?.publicKeys.keys.map(({ kid }) => kid))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  test.each(['cut', 'silent'] as const)(
    'serves through an outage (%s), refuses after an hour, and recovers',
    async (position) => {
      const store = openStore()
      await fill(store, await writeContents({ a: 0 }))
      const { edgeAt, records } = edgeFrom(store)
      const edge = await edgeAt(START)
      line().turn(position)
      const during = [edgeAt(START + 300), edgeAt(START + 301), edgeAt(START + 302)]
      await untilRecords(records, 2)
      const last = await edgeAt(START + 3599)
      await untilRecords(records, 3)
      const after = await edgeAt(START + 3610)
      line().turn('through')
      const recovered = await edgeAt(START + 3700)
      expect([during, last, after]).toEqual([[edge, edge, edge], edge, undefined])
      expect(await signingKeyOf(recovered, START + 3700)).toBe('a')
      expect(records).toMatchObject([
        { msg: 'keys loaded', failures: 0 },
        { msg: 'keys not refreshed', ageSeconds: 300, failures: 1, fault: UNREACHABLE },
        { msg: 'keys not refreshed', ageSeconds: 3599, failures: 2, fault: UNREACHABLE },
        { msg: 'keys expired', ageSeconds: 3610, failures: 2 },
        { msg: 'start failed', failures: 3, fault: UNREACHABLE },
        { msg: 'keys loaded', ageSeconds: undefined, failures: 3 },
      ])
    },
  )

  test('does not start cold while the store is away, and starts by itself once it is there', async () => {
    const store = openStore()
    await fill(store, await writeContents({ a: 0 }))
    const { edgeAt, records } = edgeFrom(store)
    line().turn('cut')
    const away = [await edgeAt(START), await edgeAt(START + 1)]
    line().turn('through')
    expect([away, await signingKeyOf(await edgeAt(START + 2), START + 2)]).toEqual([[undefined, undefined], 'a'])
    expect(records).toMatchObject([
      { msg: 'start failed', fault: UNREACHABLE },
      { msg: 'keys loaded', failures: 1 },
    ])
  })
})
