import { describe, expect, test } from 'vitest'
import { importKeySet, KeyError, publicJwks } from '../../src/assertion/index.ts'
import { readStoredKeySet, writeStoredKeySet } from '../../src/assertion/stored-key-set.ts'
import vectors from '../vectors/stored-key-set.json' with { type: 'json' }
import { testKeys } from './vectors.ts'

describe('a stored key set', () => {
  test.each(vectors.read)('is read with $name', ({ text, want }) => {
    expect(readStoredKeySet(text, 'jwks')).toEqual(want)
  })

  test.each(vectors.read)('is written as it was read, with $name', ({ text, want }) => {
    const written = writeStoredKeySet(readStoredKeySet(text, 'jwks'))
    expect(readStoredKeySet(written, 'jwks')).toEqual(want)
  })

  test.each(vectors.refused)('is refused with $name', ({ text, code, path }) => {
    const read = () => readStoredKeySet(text, 'jwks')
    expect(read).toThrow(KeyError)
    expect(read).toThrow(expect.objectContaining({ code, path }))
    expect(read).not.toThrow(testKeys.eddsa.d)
    expect(read).not.toThrow(testKeys.hs256.k)
  })

  test('is a key set for whoever verifies, and publishing leaves out what only the store needs', async () => {
    const [{ text } = { text: '' }] = vectors.read
    // Sound: the vector is such a set.
    const set = JSON.parse(text) as { readonly keys: readonly unknown[] }
    expect([...(await importKeySet(set)).keys()]).toEqual([testKeys.es256.kid, testKeys.eddsa.kid])
    expect(JSON.stringify(publicJwks(set.keys))).not.toMatch(/iat|nbf|removed/)
  })
})
