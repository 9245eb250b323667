import type { Settings } from '../../src/settings/settings.ts'

/** Settings of an edge that trusts nobody and forwards to nobody: a test says what it has besides. */
export const PLAIN_SETTINGS: Settings = {
  v: 1,
  issuer: 'https://edge.example.com',
  audience: 'origin-test',
  trust: [],
  headers: [],
  maxHops: 16,
  ownZones: [],
  pseudoIPv4: 'refuse',
  origins: [],
  assertion: { alg: 'ES256', ttlSeconds: 60, bind: 'none', prefix: '' },
  onRefusal: 'refuse',
  wellKnownPath: '/.well-known/ipseal',
  privacy: { logAddress: 'truncated' },
}
