import { parse } from 'yaml'
import { generateSigningJwk, publicJwks } from '../../src/assertion/index.ts'
import { type Compiled, compile } from '../../src/compile/index.ts'
import { readTopology } from '../../src/topology/index.ts'

export const jwks = publicJwks([
  await generateSigningJwk('2026-11-a', 'ES256'),
  await generateSigningJwk('2026-11-b', 'EdDSA'),
])
export const assertion = { issuer: 'https://edge.example.com', audience: 'origin-prod', jwks: 'jwks.json' }
export const EDGE = { product: 'edge', ranges: ['198.51.100.0/24', '2001:db8:ed9e::/48'] }
export const BALANCER = { product: 'octavia', ranges: ['10.0.16.0/20'] }

export type Document = Readonly<Record<string, unknown>>

export function compiled(document: Document): Compiled {
  const exempt = [{ method: 'GET', path: '/healthz' }]
  const text = JSON.stringify({ name: 'shop', namespace: 'web', exempt, assertion, ...document })
  return compile({ topology: readTopology(text).topology, jwks }, 'envoy')
}

/** A configuration of Envoy's, of which a test knows what it looks for. */
// biome-ignore lint/suspicious/noExplicitAny: it has no type here, and a wrong path is a failing test.
export type Any = any

export function read({ files }: Compiled, path: string): Any {
  return parse(files.find((file) => file.path === path)?.text ?? '')
}

export function listenerOf(result: Compiled): Any {
  return read(result, 'listeners.yaml').resources[0]
}

export function managerOf(result: Compiled): Any {
  return listenerOf(result).filter_chains[0].filters[0].typed_config
}

export function filterOf(result: Compiled, name: string): Any {
  return managerOf(result).http_filters.find((filter: Any) => filter.name.includes(name))?.typed_config
}
