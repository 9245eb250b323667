import { generateSigningJwk } from '../../src/assertion/generate-signing-jwk.ts'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { stampSettings } from '../../src/settings/stamp-settings.ts'
import { PLAIN_SETTINGS } from '../settings/plain-settings.ts'
import { SWAPPED_GROUP, SWAPPED_HEADER } from './swapped-lists.ts'

const settings = { ...PLAIN_SETTINGS, trust: [SWAPPED_GROUP], headers: [SWAPPED_HEADER] }

/** The variables of an edge that goes by the list that is swapped, with a new key. */
export async function writeVariables(ranges = 'memory:'): Promise<Readonly<Record<string, string>>> {
  const jwk = await generateSigningJwk('test', 'ES256')
  return {
    IPSEAL_CONFIG: JSON.stringify(await stampSettings(settings)),
    IPSEAL_SIGNING_KEY: JSON.stringify(jwk),
    IPSEAL_JWKS: JSON.stringify(publicJwks([jwk])),
    IPSEAL_RANGES: ranges,
  }
}
