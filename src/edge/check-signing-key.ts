import { ALGORITHMS } from '../assertion/algorithm.ts'
import type { PublicJwk } from '../assertion/jwk.ts'
import type { PublicJwks } from '../assertion/public-jwks.ts'
import type { SigningKey } from '../assertion/signing-key.ts'
import { importForVerifying } from '../assertion/web-crypto-key.ts'
import { describeValue } from '../fault/escape-text.ts'
import type { AssertionSettings } from '../settings/settings.ts'
import { EdgeError } from './edge-error.ts'

/**
 * Checks that what this key signs can be verified with the published keys.
 *
 * @throws EdgeError if it cannot: every seal would be refused at the origin, and nobody would see why.
 */
export async function checkSigningKey(
  key: SigningKey,
  published: PublicJwks,
  alg: AssertionSettings['alg'],
): Promise<void> {
  if (key.algorithm !== alg) {
    const rule = `the signing key must be for ${alg}, as the settings say`
    const nextStep = 'Generate a key of that algorithm, or change assertion.alg and compile again'
    throw new EdgeError({
      code: 'WRONG_ALGORITHM',
      path: 'IPSEAL_SIGNING_KEY',
      rule,
      received: key.algorithm,
      nextStep,
    })
  }
  const twin = published.keys.find(({ kid }) => kid === key.keyId)
  if (twin === undefined) {
    const rule = 'the public half of the signing key must be published before the key signs'
    const nextStep = `Add the key ${describeValue(key.keyId)} to the set: ipseal keys jwks <files>`
    throw new EdgeError({ code: 'KEY_NOT_PUBLISHED', path: 'IPSEAL_JWKS', rule, nextStep })
  }
  if (twin.alg === key.algorithm && (await isPublicHalf(twin, key))) return
  const rule = `the published key ${describeValue(key.keyId)} must be the public half of the signing key`
  const nextStep = 'Give every new key a kid of its own, and publish the set made from it: ipseal keys jwks <files>'
  throw new EdgeError({ code: 'KEY_DIFFERS', path: 'IPSEAL_JWKS', rule, nextStep })
}

async function isPublicHalf(twin: PublicJwk, key: SigningKey): Promise<boolean> {
  const { signParameters } = ALGORITHMS[key.algorithm]
  const probe = new TextEncoder().encode('ipseal')
  const signature = await crypto.subtle.sign(signParameters, key.cryptoKey, probe)
  return crypto.subtle.verify(signParameters, await importForVerifying(twin, 'IPSEAL_JWKS'), signature, probe)
}
