import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { readTopology, type Topology } from '../../src/topology/index.ts'
import keys from '../vectors/assertion-keys.json' with { type: 'json' }

/** The public set of the path's edge. */
export const JWKS = publicJwks([keys.es256])

/** What every document needs and no case is about. */
const DOCUMENT = {
  name: 'shop',
  assertion: { issuer: 'https://edge.example.com', audience: 'origin-prod', jwks: 'jwks.json' },
}

/** Reads a document with these parts laid over what every one needs. */
export function topologyOf(parts: object): Topology {
  return readTopology(JSON.stringify({ ...DOCUMENT, ...parts })).topology
}
