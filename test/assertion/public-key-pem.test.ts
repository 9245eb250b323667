import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PublicJwk } from '../../src/assertion/jwk.ts'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { publicKeyPem } from '../../src/assertion/public-key-pem.ts'

/** A key of Node's own making, as this project reads keys. */
function newKey(alg: PublicJwk['alg']): PublicJwk {
  const { publicKey } =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519')
  const [key] = publicJwks([{ ...publicKey.export({ format: 'jwk' }), kid: 'a', alg, use: 'sig' }]).keys
  if (key === undefined) throw new RangeError('a set of one key has one')
  return key
}

const KEYS = (['ES256', 'EdDSA'] as const).flatMap((alg) => Array.from({ length: 50 }, () => newKey(alg)))

describe('a public key as PEM', () => {
  test('is the key again when Node reads it', () => {
    const back = KEYS.map((key) => createPublicKey(publicKeyPem(key)).export({ format: 'jwk' }))
    expect(back).toEqual(KEYS.map(({ kid: _, alg: __, use: ___, ...material }) => material))
  })

  test('is byte for byte what Node writes', () => {
    const written = KEYS.map((key) => createPublicKey(publicKeyPem(key)).export({ format: 'pem', type: 'spki' }))
    expect(KEYS.map(publicKeyPem)).toEqual(written)
  })

  test('has no line that is longer than 64 characters, and one newline at its end', () => {
    const texts = KEYS.map(publicKeyPem)
    expect(texts.flatMap((text) => text.split('\n')).filter((line) => line.length > 64)).toEqual([])
    expect(texts.filter((text) => !/[^\n]\n$/.test(text))).toEqual([])
  })
})
