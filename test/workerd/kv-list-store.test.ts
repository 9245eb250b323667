import { env } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { openKvListStore } from '../../src/platform/list-stores/kv-list-store.ts'

const SECONDS = () => AbortSignal.timeout(5000)

test('lists are written to Workers KV and read from there, and those that are not there are missing', async () => {
  const store = openKvListStore('kv:IPSEAL_KV/lists', { IPSEAL_KV: env.IPSEAL_KV })
  await store.write('cloudflare', '{"v":1}', SECONDS())
  await store.write('list:partners', 'a.b.c', SECONDS())
  expect(await store.read(['cloudflare', 'fastly', 'list:partners'], SECONDS())).toEqual(
    new Map([
      ['cloudflare', '{"v":1}'],
      ['list:partners', 'a.b.c'],
    ]),
  )
  expect(await env.IPSEAL_KV.get('lists/ranges/cloudflare')).toBe('{"v":1}')
})

test('a list of a megabyte, and one that is replaced, are read as they were written', async () => {
  const store = openKvListStore('kv:IPSEAL_KV/large', { IPSEAL_KV: env.IPSEAL_KV })
  await store.write('cloudflare', 'x'.repeat(1_000_000), SECONDS())
  expect((await store.read(['cloudflare'], SECONDS())).get('cloudflare')).toHaveLength(1_000_000)
  await store.write('cloudflare', 'new', SECONDS())
  expect(await env.IPSEAL_KV.get('large/ranges/cloudflare')).toBe('new')
})

test('a read that was given up is told, and asks for nothing', async () => {
  const store = openKvListStore('kv:IPSEAL_KV', { IPSEAL_KV: env.IPSEAL_KV })
  await expect(store.read(['cloudflare'], AbortSignal.abort())).rejects.toMatchObject({ code: 'UNREACHABLE' })
})
