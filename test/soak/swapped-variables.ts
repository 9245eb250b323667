import { generateSigningJwk } from '../../src/assertion/generate-signing-jwk.ts'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { stampSettings } from '../../src/settings/stamp-settings.ts'
import { SWAPPED_GROUP, SWAPPED_HEADER } from './swapped-lists.ts'

const settings: Settings = {
  v: 1,
  issuer: 'https://edge.example.com',
  audience: 'origin-test',
  trust: [SWAPPED_GROUP],
  headers: [SWAPPED_HEADER],
  maxHops: 16,
  ownZones: [],
  pseudoIPv4: 'refuse',
  origins: [],
  assertion: { alg: 'ES256', ttlSeconds: 60, bind: 'none', prefix: '' },
  onRefusal: 'refuse',
  wellKnownPath: '/.well-known/ipseal',
  privacy: { logAddress: 'truncated' },
}

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
