import { createSealer } from '../../../src/assertion/create-sealer.ts'
import { generateSigningJwk, importSigningKey, publicJwks, type SigningKey } from '../../../src/assertion/index.ts'
import { parseAddress } from '../../../src/net/address.ts'

export const ISSUER = 'https://edge.example.com'
export const AUDIENCE = 'origin-production'
export const HOST = 'app.example.com'
export const CLIENT = '192.0.2.7'
export const FORGED = '203.0.113.66'

const jwk = await generateSigningJwk('live', 'ES256')
const key = await importSigningKey(jwk)
const strangersKey = await importSigningKey(await generateSigningJwk('live', 'ES256'))

/** The public key set of the edge that {@link seal} plays, as text. */
export const JWKS = JSON.stringify(publicJwks([jwk]))

type Bound = { readonly method: string; readonly path: string }

/** Seals the client as an edge does that is bound to nothing, or to the request. */
export async function seal(bound?: Bound): Promise<string> {
  return await sealWith(key, bound)
}

/** As {@link seal}, by somebody who has no key of ours. */
export async function sealAsStranger(): Promise<string> {
  return await sealWith(strangersKey)
}

async function sealWith(signingKey: SigningKey, bound?: Bound): Promise<string> {
  const ip = parseAddress(CLIENT)
  if (ip === undefined) throw new Error(`${CLIENT} is no address`)
  const bind = bound === undefined ? 'none' : 'request'
  const sealer = createSealer({ key: signingKey, issuer: ISSUER, ttlSeconds: 60, bind, prefix: '' })
  const facts = { ip, via: 'cf-connecting-ip', audience: AUDIENCE, host: HOST, ...bound }
  return await sealer.seal(facts, Math.floor(Date.now() / 1000))
}
