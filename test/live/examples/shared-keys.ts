import { createPublicKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readVectors } from '../../assertion/vectors.ts'
import { JWKS } from '../../origin/assertions.ts'

const { keys, issuer, audience } = readVectors()

/** The keys of both tables of vectors. */
const allKeys = [...keys.keys, ...JWKS.keys]

export const EDGE_JWKS = { keys: allKeys }
export const SETTINGS = { issuer, audience }
export const EDGE_ENV = { EDGE_ISSUER: issuer, EDGE_AUDIENCE: audience }

/** A folder of an example's own, with the key set in it as `jwks.json` and each ES256 key as `<kid>.pem`. */
export function makeExampleFolder(name: string): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `ipseal-${name}-`))
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify(EDGE_JWKS))
  for (const key of allKeys) {
    if (key.alg !== 'ES256') continue
    const pem = createPublicKey({ key: { ...key }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    writeFileSync(join(folder, `${key.kid}.pem`), pem)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}

export const ES256_KIDS = allKeys.flatMap(({ alg, kid }) => (alg === 'ES256' && kid !== undefined ? [kid] : []))
