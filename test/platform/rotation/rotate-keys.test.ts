import { describe, expect, test } from 'vitest'
import { DEFAULT_KEY_WAITS } from '../../../src/assertion/index.ts'
import { KeyError } from '../../../src/assertion/key-error.ts'
import { readStoredKeySet } from '../../../src/assertion/stored-key-set.ts'
import { rotateKeys } from '../../../src/platform/rotation/rotate-keys.ts'
import { StoreError } from '../../../src/platform/stores/store-error.ts'
import keys from '../../vectors/assertion-keys.json' with { type: 'json' }
import { createMemoryStore } from './memory-store.ts'
import { contentsAfter, optionsAt, PERIOD, privateKeysIn, START, secretsIn, statesIn } from './rotations.ts'
import { DUE, FIRST, SECOND, scenarios } from './scenarios.ts'

const left = (keyIds: readonly string[]): readonly string[] => keyIds.map((keyId) => `keys/${keyId}`)

describe('rotating the keys of a store', () => {
  test.each(scenarios)('$name', async ({ before, now, demand, want, left: keyIds }) => {
    const store = createMemoryStore(await contentsAfter(before))
    const rotation = await rotateKeys({ ...optionsAt(now), ...demand, store })
    expect(statesIn(store.contents(), now)).toBe(want)
    expect(rotation.keys.map(({ keyId, state }) => `${keyId}=${state}`).join(' ')).toBe(want)
    expect(privateKeysIn(store.contents())).toEqual(left(keyIds))
  })

  test.each(scenarios)('run twice changes nothing more: $name', async ({ before, now, demand }) => {
    const store = createMemoryStore(await contentsAfter(before))
    await rotateKeys({ ...optionsAt(now), ...demand, store })
    const once = store.contents()
    expect(await rotateKeys({ ...optionsAt(now), ...demand, store })).toEqual(
      expect.objectContaining({ ok: true, steps: [] }),
    )
    expect(store.contents()).toEqual(once)
  })

  test.each(scenarios)('with a dry run writes nothing: $name', async ({ before, now, demand }) => {
    const contents = await contentsAfter(before)
    const store = createMemoryStore(contents)
    const { keys: shown } = await rotateKeys({ ...optionsAt(now), ...demand, store, isDryRun: true })
    expect(store.contents()).toEqual(contents)
    expect(shown.map(({ keyId, state }) => `${keyId}=${state}`).join(' ')).toBe(statesIn(contents, now))
  })

  test.each(scenarios)('shows nothing of a private key: $name', async ({ before, now, demand }) => {
    const store = createMemoryStore(await contentsAfter(before))
    const secrets = secretsIn(store.contents())
    const rotation = JSON.stringify(await rotateKeys({ ...optionsAt(now), ...demand, store }))
    const all = [...secrets, ...secretsIn(store.contents())]
    expect(all.length).toBeGreaterThan(0)
    expect(all.filter((secret) => rotation.includes(secret))).toEqual([])
    expect(store.contents().get('jwks')).not.toMatch(/"d":/)
  })

  test('revokes again what a rotation that read the set before puts back', async () => {
    const before = await contentsAfter([START, START + PERIOD])
    let isOverwritten = false
    const store = createMemoryStore(before, {
      after: async (operation) => {
        if (operation !== 'replace' || isOverwritten) return
        isOverwritten = true
        const text = store.contents().get('jwks')
        await store.replace('jwks', before.get('jwks') ?? '', text)
      },
    })
    const now = START + PERIOD + 1
    await rotateKeys({ ...optionsAt(now), store, revokedKeyId: FIRST })
    expect([isOverwritten, statesIn(store.contents(), now)]).toEqual([true, `${SECOND}=current`])
  })

  test('makes keys of the kind that the store has', async () => {
    const { d: _d, ...half } = keys.eddsa
    const store = createMemoryStore(
      new Map([
        ['jwks', JSON.stringify({ keys: [half] })],
        [`keys/${half.kid}`, JSON.stringify(keys.eddsa)],
      ]),
    )
    await rotateKeys({ ...optionsAt(START), store })
    const set = readStoredKeySet(store.contents().get('jwks') ?? '', 'jwks')
    expect(set.keys.map(({ alg }) => alg)).toEqual(['EdDSA', 'EdDSA'])
  })

  test('leaves everything else in the store alone', async () => {
    const store = createMemoryStore(
      new Map([
        ['settings', '{}'],
        ['secrets/cf-proof', 'correct-horse'],
      ]),
    )
    await rotateKeys({ ...optionsAt(START), store })
    const { size } = store.contents()
    expect({ size, settings: store.contents().get('settings') }).toEqual({ size: 4, settings: '{}' })
    expect(store.contents().get('secrets/cf-proof')).toBe('correct-horse')
  })

  test('publishes a key that was put there by hand, and names it until then', async () => {
    const contents = await contentsAfter([START])
    const store = createMemoryStore(new Map([...contents, [`keys/${keys.es256.kid}`, JSON.stringify(keys.es256)]]))
    const early = await rotateKeys({ ...optionsAt(START + 60), store })
    expect(early).toEqual(expect.objectContaining({ steps: [], unpublished: [keys.es256.kid] }))
    const due = await rotateKeys({ ...optionsAt(DUE), store })
    expect(due.unpublished).toEqual([])
    expect(statesIn(store.contents(), DUE)).toBe(`${FIRST}=current ${keys.es256.kid}=next`)
  })

  test('finds no key of an unknown name to revoke, and writes nothing', async () => {
    const contents = await contentsAfter([START])
    const store = createMemoryStore(contents)
    const rotation = await rotateKeys({ ...optionsAt(START), store, revokedKeyId: 'nobody' })
    expect(rotation).toEqual(expect.objectContaining({ ok: false, reason: 'unknown-key', keyId: 'nobody' }))
    expect(store.contents()).toEqual(contents)
  })
})

describe('a rotation that cannot go on', () => {
  test.each([
    {
      name: 'a private key that is none',
      text: 'correct horse',
      secret: 'correct horse',
      code: 'NOT_A_KEY',
      path: 'keys/spare',
    },
    {
      name: 'a private key of another name',
      text: JSON.stringify(keys.es256),
      secret: keys.es256.d,
      code: 'BAD_KID',
      path: 'keys/spare.kid',
    },
    {
      name: 'a secret',
      text: JSON.stringify({ ...keys.hs256, kid: 'spare' }),
      secret: keys.hs256.k,
      code: 'SECRET_IN_PUBLIC_SET',
      path: 'keys/spare',
    },
    {
      name: 'a public key in the place of a private one',
      text: JSON.stringify({ ...keys.es256, kid: 'spare', d: undefined }),
      secret: keys.es256.x,
      code: 'PRIVATE_KEY_MISSING',
      path: 'keys/spare.d',
    },
    {
      name: 'the halves of two keys',
      text: JSON.stringify({ ...keys.es256, kid: 'spare', d: keys.stranger.d }),
      secret: keys.stranger.d,
      code: 'BAD_KEY_MATERIAL',
      path: 'keys/spare',
    },
  ])('names the place of what cannot be published: $name', async ({ text, secret, code, path }) => {
    const store = createMemoryStore(new Map([['keys/spare', text]]))
    const failure = await rotateKeys({ ...optionsAt(START), store }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(KeyError)
    expect(failure).toEqual(expect.objectContaining({ code, path }))
    expect(String(failure)).not.toContain(secret)
    expect(store.contents().has('jwks')).toBe(false)
  })

  test.each([FIRST, SECOND])('says so where the private half of %s is missing', async (keyId) => {
    const contents = new Map(await contentsAfter([START, DUE]))
    contents.delete(`keys/${keyId}`)
    const store = createMemoryStore(contents)
    const failure = await rotateKeys({ ...optionsAt(DUE + 1), store }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StoreError)
    expect(failure).toEqual(expect.objectContaining({ code: 'HALF_WRITTEN', path: `memory:: keys/${keyId}` }))
  })

  test('touches nothing for times that cannot be kept', async () => {
    const store = createMemoryStore()
    await expect(rotateKeys({ ...optionsAt(START), everySeconds: 60, store })).rejects.toThrow(KeyError)
    const waits = { ...DEFAULT_KEY_WAITS, verifierCacheSeconds: 0 }
    await expect(rotateKeys({ ...optionsAt(START), waits, store })).rejects.toThrow(KeyError)
    expect(store.contents().size).toBe(0)
  })
})
