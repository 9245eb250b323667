import { faultText } from '../fault/fault-text.ts'
import { type PublicJwk, readJwk } from './jwk.ts'
import { KeyError } from './key-error.ts'
import { checkKeyIdsDiffer } from './key-set.ts'

/** A JSON Web Key Set without secrets. */
export type PublicJwks = { readonly keys: readonly PublicJwk[] }

/**
 * Returns the set to publish for `jwks`, private or public keys, in their order.
 *
 * Every key is written anew from the members that are public, so nothing else gets out. Throws a {@link KeyError} for
 * a key that cannot be read, for two of one `kid`, and for a secret (`oct`): publishing it would let anyone sign.
 */
export function publicJwks(jwks: readonly unknown[]): PublicJwks {
  const keys = jwks.map((jwk, index) => readPublicJwk(jwk, `keys[${index}]`))
  checkKeyIdsDiffer(keys.map((key) => key.kid))
  return { keys }
}

function readPublicJwk(jwk: unknown, path: string): PublicJwk {
  const read = readJwk(jwk, path)
  if (read.kind === 'pair') return read.jwk
  const said = faultText('a published set holds no secrets', 'Hand a secret to its one origin by a secret store')
  throw new KeyError({ code: 'SECRET_IN_PUBLIC_SET', path: `${path}.kty`, ...said })
}
