import { readJwk } from '../assertion/jwk.ts'
import { KeyError } from '../assertion/key-error.ts'
import { publicJwks } from '../assertion/public-jwks.ts'
import type { ConfigFault } from './fault-list.ts'
import type { RangesDocument } from './schema.ts'

/** Checks the keys that vouch for stored lists: public ones alone, since settings are no secret. */
export function checkSignedBy({ signedBy }: RangesDocument): ConfigFault[] {
  const keys = signedBy?.keys ?? []
  try {
    publicJwks(keys)
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    const { path, rule, nextStep } = error
    return [{ code: 'BAD_KEY', path: `ranges.signedBy.${path}`, rule, nextStep }]
  }
  return keys.flatMap(checkPrivateHalf)
}

/** It would be left out of the settings, but it has been in a document that many can read. */
function checkPrivateHalf(key: object, index: number): ConfigFault[] {
  const path = `ranges.signedBy.keys[${index}]`
  const read = readJwk(key, path)
  if (read.kind === 'secret' || read.d === undefined) return []
  const rule = 'holds a private key, and this document is no secret'
  const nextStep = 'Treat the key as leaked: sign with a new one, and give what `ipseal keys jwks` prints of it'
  return [{ code: 'BAD_KEY', path: `${path}.d`, rule, nextStep }]
}
