import type { PublicJwk } from '../../assertion/jwk.ts'
import { KeyError } from '../../assertion/key-error.ts'
import { importSigningKey } from '../../assertion/signing-key.ts'
import { describeValue } from '../../fault/escape-text.ts'
import { parseJson } from '../../fault/parse-json.ts'

/** Where a store keeps the private half of the key of this `kid`. */
export function privateKeyName(keyId: string): string {
  return `keys/${keyId}`
}

/**
 * Returns the half to publish of a private key in a store, once that is known to sign what it verifies.
 *
 * Rejects with a {@link KeyError} that names the place and shows nothing of the key.
 */
export async function readPublicHalf(text: string, keyId: string): Promise<PublicJwk> {
  const path = privateKeyName(keyId)
  const key = await importSigningKey(parseJson(text)).catch((error: unknown) => {
    throw error instanceof KeyError ? underPath(error, path) : error
  })
  if (key.publicJwk === undefined) {
    const rule = 'what is published has a half to publish, and a secret has none'
    const nextStep = 'Move the secret elsewhere: a store under rotation is for ES256 and EdDSA'
    throw new KeyError({ code: 'SECRET_IN_PUBLIC_SET', path, rule, received: '"oct"', nextStep })
  }
  if (key.keyId === keyId) return key.publicJwk
  const rule = 'a private key is kept under its kid'
  const received = describeValue(key.keyId)
  throw new KeyError({
    code: 'BAD_KID',
    path: `${path}.kid`,
    rule,
    received,
    nextStep: 'Move it to the place of its kid',
  })
}

/** It was found at `key` and whatever follows. */
function underPath({ code, path, rule, nextStep }: KeyError, place: string): KeyError {
  return new KeyError({ code, path: path.replace(/^key/, place), rule, nextStep })
}
