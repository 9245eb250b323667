import { createPublicKey } from 'node:crypto'
import { readVectors } from '../../assertion/vectors.ts'
import { JWKS } from '../../origin/assertions.ts'

const { keys, issuer, audience } = readVectors()

/** The keys of both tables of vectors. */
const allKeys = [...keys.keys, ...JWKS.keys]
const es256Keys = allKeys.flatMap((key) =>
  key.alg === 'ES256' && key.kid !== undefined ? [{ ...key, kid: key.kid }] : [],
)

const toPem = (key: object): string =>
  createPublicKey({ key: { ...key }, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString()

export const SETTINGS = { issuer, audience }
export const EDGE_ENV = { ...process.env, EDGE_ISSUER: issuer, EDGE_AUDIENCE: audience, EDGE_JWKS: 'jwks.json' }
export const ES256_KIDS = es256Keys.map(({ kid }) => kid)

/** The key set, and each ES256 key of it as `<kid>.pem`, by the names of their files. */
export const KEY_FILES: Readonly<Record<string, string>> = {
  'jwks.json': JSON.stringify({ keys: allKeys }),
  ...Object.fromEntries(es256Keys.map((key) => [`${key.kid}.pem`, toPem(key)])),
}
