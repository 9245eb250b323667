import { describe, expect, test } from 'vitest'
import { openKvStore } from '../../../src/platform/stores/kv-store.ts'

function namespaceWith(values: Readonly<Record<string, string>>) {
  const asked: string[] = []
  const get = (key: string): Promise<string | null> => {
    asked.push(key)
    return Promise.resolve(values[key] ?? null)
  }
  return { get, asked }
}

async function load(reference: string, bindings: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(await openKvStore(reference, bindings).load(AbortSignal.timeout(5000)))
}

const VALUES = { settings: 'top', 'prod/settings': 'S', 'prod/jwks': 'J', 'prod/keys/a': 'private' }

describe('Workers KV', () => {
  test('holds settings and the key set under a prefix', async () => {
    expect(await load('kv:IPSEAL_KV/prod', { IPSEAL_KV: namespaceWith(VALUES) })).toEqual({ settings: 'S', jwks: 'J' })
  })

  test('holds them at its top without a prefix', async () => {
    expect(await load('kv:IPSEAL_KV', { IPSEAL_KV: namespaceWith(VALUES) })).toEqual({ settings: 'top' })
  })

  test('is never asked for anything secret', async () => {
    const namespace = namespaceWith(VALUES)
    await load('kv:IPSEAL_KV/prod', { IPSEAL_KV: namespace })
    expect(namespace.asked).toEqual(['prod/settings', 'prod/jwks'])
  })

  test('that is away is told by its key, without what it said', async () => {
    const away = { get: () => Promise.reject(new Error('hush')) }
    const loading = load('kv:IPSEAL_KV/prod', { IPSEAL_KV: away })
    await expect(loading).rejects.toMatchObject({ code: 'UNREACHABLE', message: expect.not.stringContaining('hush') })
  })

  test.each([
    { name: 'a binding that is not there', reference: 'kv:OTHER/prod' },
    { name: 'a binding of another kind', reference: 'kv:TEXT/prod' },
    { name: 'no binding', reference: 'kv:/prod' },
    { name: 'a prefix that ends in nothing', reference: 'kv:IPSEAL_KV/' },
    { name: 'another kind of store', reference: 'ssm:/ipseal' },
  ])('is not opened by a reference with $name', ({ reference }) => {
    const open = () => openKvStore(reference, { IPSEAL_KV: namespaceWith({}), TEXT: 'text' })
    expect(open).toThrow(expect.objectContaining({ code: 'BAD_REFERENCE' }))
  })
})
