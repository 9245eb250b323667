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

/** What a seal says otherwise than an edge that is bound to nothing and signs now. */
type Sealing = {
  readonly bind?: 'host' | 'request'
  readonly method?: string
  readonly path?: string
  readonly audience?: string
  readonly aheadSeconds?: number
}

/** Seals the client as the edge does. */
export async function seal(sealing: Sealing = {}): Promise<string> {
  return await sealWith(key, sealing)
}

/** As {@link seal}, by somebody who has no key of ours. */
export async function sealAsStranger(): Promise<string> {
  return await sealWith(strangersKey, {})
}

/** As {@link sealAsStranger}, under a name of the stranger's own. */
export async function sealUnderName(keyId: string): Promise<string> {
  return await sealWith(await importSigningKey(await generateSigningJwk(keyId, 'ES256')), {})
}

async function sealWith(signingKey: SigningKey, sealing: Sealing): Promise<string> {
  const { bind = 'none', audience = AUDIENCE, aheadSeconds = 0, ...request } = sealing
  const ip = parseAddress(CLIENT)
  if (ip === undefined) throw new Error(`${CLIENT} is no address`)
  const sealer = createSealer({ key: signingKey, issuer: ISSUER, ttlSeconds: 60, bind, prefix: '' })
  const facts = { ip, via: 'cf-connecting-ip', audience, host: HOST, ...request }
  return await sealer.seal(facts, Math.floor(Date.now() / 1000) + aheadSeconds)
}
