import { createSealer } from '../../assertion/create-sealer.ts'
import { generateSigningJwk } from '../../assertion/generate-signing-jwk.ts'
import { importKeySet, type KeySet } from '../../assertion/key-set.ts'
import { type PublicJwks, publicJwks } from '../../assertion/public-jwks.ts'
import { importSigningKey } from '../../assertion/signing-key.ts'
import { parseAddress } from '../../net/address.ts'
import { AUDIENCE, ISSUER, KEY_ID } from './identity.ts'

/** Mints an assertion for an address, at a time in Unix seconds. */
type Mint = (ip: string, now: number) => Promise<string>

export type DemoKeys = {
  readonly signingJwk: object
  readonly jwks: PublicJwks
  /** What the origin verifies with. */
  readonly keySet: KeySet
  /** Secret of the own distribution at the CDN in front. */
  readonly proof: string
  readonly mint: Mint
  /** Signs with a key that only calls itself the edge's. */
  readonly forge: Mint
}

/** Makes the keys of one run. They live in this process and in the Worker's, and nowhere else. */
export async function makeDemoKeys(): Promise<DemoKeys> {
  const signingJwk = await generateSigningJwk(KEY_ID, 'ES256')
  const jwks = publicJwks([signingJwk])
  return {
    signingJwk,
    jwks,
    keySet: await importKeySet(jwks),
    proof: crypto.randomUUID(),
    mint: await minter(signingJwk),
    forge: await minter(await generateSigningJwk(KEY_ID, 'ES256')),
  }
}

async function minter(jwk: object): Promise<Mint> {
  const key = await importSigningKey(jwk)
  const sealer = createSealer({ key, issuer: ISSUER, ttlSeconds: 60, bind: 'none', prefix: '' })
  return async (text, now) => {
    const ip = parseAddress(text)
    if (ip === undefined) throw new RangeError(`${text} is no address`)
    return await sealer.seal({ ip, via: 'peer', audience: AUDIENCE }, now)
  }
}
