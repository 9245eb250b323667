import type { PublicJwks } from '../assertion/public-jwks.ts'
import type { SigningKey } from '../assertion/signing-key.ts'
import { describeValue } from '../fault/escape-text.ts'
import { faultText } from '../fault/fault-text.ts'
import type { AssertionSettings } from '../settings/settings.ts'
import { EdgeError } from './edge-error.ts'

/**
 * Checks that what this key signs can be verified with the published keys.
 *
 * @throws EdgeError if it cannot: every seal would be refused at the origin, and nobody would see why.
 */
export function checkSigningKey(key: SigningKey, published: PublicJwks, alg: AssertionSettings['alg']): void {
  const received = describeValue(key.keyId)
  if (key.algorithm !== alg) {
    const nextStep = 'Generate such a key, or change assertion.alg and compile again'
    const said = faultText(`the signing key must be for ${alg}, as the settings say`, nextStep)
    throw new EdgeError({ code: 'WRONG_ALGORITHM', path: 'IPSEAL_SIGNING_KEY', received, ...said })
  }
  const twin = published.keys.find(({ kid }) => kid === key.keyId)
  // Both were written anew from their members, in one order, so that equal keys are equal texts.
  if (twin !== undefined && JSON.stringify(twin) === JSON.stringify(key.publicJwk)) return
  const code = twin === undefined ? 'KEY_NOT_PUBLISHED' : 'KEY_DIFFERS'
  const said = faultText(
    'the public half of the signing key must be published, as the one key of its kid',
    'Give every key a kid of its own, and publish the set made from all: ipseal keys jwks <files>',
  )
  throw new EdgeError({ code, path: 'IPSEAL_JWKS', received, ...said })
}
