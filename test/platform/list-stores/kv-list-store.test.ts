import { describe, expect, test } from 'vitest'
import { openKvListStore } from '../../../src/platform/list-stores/kv-list-store.ts'

const SECONDS = () => AbortSignal.timeout(5000)

function namespaceWith(values: Readonly<Record<string, string>>) {
  const kept = new Map(Object.entries(values))
  const asked: unknown[] = []
  return {
    kept,
    asked,
    get: (key: string, options?: object): Promise<string | null> => {
      asked.push([key, options])
      return Promise.resolve(kept.get(key) ?? null)
    },
    put: (key: string, text: string): Promise<void> => {
      kept.set(key, text)
      return Promise.resolve()
    },
  }
}

const failing = (message: string) => {
  const fail = () => Promise.reject(new Error(message))
  return { get: fail, put: fail }
}

describe('lists in Workers KV', () => {
  test('lie below a prefix, each under the name of its provider', async () => {
    const namespace = namespaceWith({ 'ranges/cloudflare': 'of another', 'prod/ranges/cloudflare': 'C' })
    const store = openKvListStore('kv:KV/prod', { KV: namespace })
    await store.write('list:partners', 'P', SECONDS())
    expect(Object.fromEntries(await store.read(['cloudflare', 'list:partners', 'fastly'], SECONDS()))).toEqual({
      cloudflare: 'C',
      'list:partners': 'P',
    })
    expect(namespace.kept.get('prod/ranges/list:partners')).toBe('P')
    expect(namespace.asked[0]).toEqual(['prod/ranges/cloudflare', { cacheTtl: 60 }])
  })

  test.each([
    { message: 'KV PUT failed: 429 Too Many Requests', want: 'THROTTLED' },
    { message: 'hush', want: 'UNREACHABLE' },
  ])('that cannot be had are told by their key: $want', async ({ message, want }) => {
    const store = openKvListStore('kv:KV', { KV: failing(message) })
    const told = { code: want, path: 'kv: ranges/cloudflare', message: expect.not.stringContaining('hush') }
    await expect(store.read(['cloudflare'], SECONDS())).rejects.toMatchObject(told)
    await expect(store.write('cloudflare', 'C', SECONDS())).rejects.toMatchObject(told)
  })

  test('that do not come are given up when the signal says so', async () => {
    const never = () => new Promise<never>(() => undefined)
    const store = openKvListStore('kv:KV', { KV: { get: never, put: never } })
    const given = [AbortSignal.timeout(20), AbortSignal.abort()]
    for (const signal of given) {
      await expect(store.read(['cloudflare'], signal)).rejects.toMatchObject({ code: 'UNREACHABLE' })
      await expect(store.write('cloudflare', 'C', signal)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    }
  })

  test('are not written where nothing can be written', async () => {
    const store = openKvListStore('kv:KV', { KV: { get: () => Promise.resolve(null) } })
    await expect(store.write('cloudflare', 'C', SECONDS())).rejects.toMatchObject({ code: 'NOT_WRITABLE' })
  })

  test('are asked for by names of lists alone', async () => {
    const store = openKvListStore('kv:KV', { KV: namespaceWith({}) })
    await expect(store.read(['../settings'], SECONDS())).rejects.toMatchObject({ code: 'BAD_NAME' })
    await expect(store.write('', 'C', SECONDS())).rejects.toMatchObject({ code: 'BAD_NAME' })
  })

  test.each(['kv:OTHER', 'kv:', 'kv:KV/', 's3://bucket'])('are not opened by %s', (reference) => {
    const refused = expect.objectContaining({ code: 'BAD_REFERENCE', path: 'IPSEAL_RANGES' })
    expect(() => openKvListStore(reference, { KV: namespaceWith({}) })).toThrow(refused)
  })
})
