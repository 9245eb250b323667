import { HEADER_CATALOGUE } from '../../headers/catalogue.ts'
import type { EdgeHop, Topology } from '../../topology/topology.ts'
import { CompileError } from '../compile-error.ts'
import type { TargetInput } from '../target.ts'

type Group = { readonly name: string; readonly ranges: string | readonly string[]; readonly proof?: object }
type Speaker = { readonly name: string; readonly from: readonly string[] }

/** The document that people write for an edge, `ipseal.config.json`, as one path asks for it. */
export type EdgeDocument = {
  readonly issuer: string
  readonly audience: string
  readonly trust: readonly Group[]
  readonly headers: readonly Speaker[]
  readonly origins: readonly { readonly match: string; readonly url: string }[]
  readonly assertion: object
}

/** The header by which the CDN in front proves that it is ours; its value is a secret of the edge. */
export const PROOF_HEADER = 'X-Origin-Proof'

/**
 * Makes the document of the edge at `index`. Its platform vouches for who connects to it, so that trust is needed only
 * for edges that stand before it.
 */
export function edgeDocument({ topology, jwks }: TargetInput, index: number): EdgeDocument {
  const { assertion } = topology
  const before = topology.hops.slice(0, index).flatMap((hop, at) => (hop.kind === 'edge' ? [{ hop, at }] : []))
  const alg = jwks.keys.every((key) => key.alg === 'EdDSA') ? 'EdDSA' : 'ES256'
  return {
    issuer: assertion.issuer,
    audience: assertion.audience,
    trust: before.map(({ hop }) => groupOf(hop)),
    headers: before.map(({ hop, at }) => ({ name: headerOf(hop, `path[${at}]`), from: [nameOf(hop)] })),
    origins: originsOf(topology),
    assertion: { alg, ttlSeconds: assertion.ttlSeconds, bind: assertion.bind, prefix: assertion.prefix },
  }
}

function nameOf({ product }: EdgeHop): string {
  return product
}

function groupOf(hop: EdgeHop): Group {
  const name = nameOf(hop)
  if (typeof hop.ranges !== 'string') return { name, ranges: hop.ranges }
  return { name, ranges: hop.ranges, proof: { header: PROOF_HEADER, secret: `${name}-proof` } }
}

/** What a CDN alone can write; an own edge appends to X-Forwarded-For, as every proxy. */
function headerOf({ product, ranges }: EdgeHop, at: string): string {
  if (typeof ranges !== 'string') return 'X-Forwarded-For'
  const header = HEADER_CATALOGUE.find(({ provider, clientWritable }) => {
    return provider === ranges && clientWritable === 'never'
  })
  if (header !== undefined) return header.name
  throw new CompileError({
    code: 'UNSUPPORTED',
    path: at,
    rule: `${product} in front of the edge has no header that only it can write`,
    nextStep: 'Write ipseal.config.json by hand, with what you know of that CDN (docs/configuration.md)',
  })
}

function originsOf({ origin, hosts }: Topology): EdgeDocument['origins'] {
  if (origin === undefined) {
    throw new CompileError({
      code: 'MISSING',
      path: 'origin',
      rule: 'the edge has to know where to send requests',
      nextStep: 'Add "origin": "https://origin.example.com", the name of the load balancer',
    })
  }
  return hosts.map((match) => ({ match, url: origin }))
}
