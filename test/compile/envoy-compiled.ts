import { generateSigningJwk, publicJwks } from '../../src/assertion/index.ts'
import { type Compiled, compile } from '../../src/compile/index.ts'
import { readTopology } from '../../src/topology/index.ts'
import type { HttpFilter, Listener, Manager } from './envoy-shapes.ts'
import { membersOf, readDocuments } from './read-yaml.ts'

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

/** A compiled file, as it is read. What is expected to be in it is for the caller to say, and wrong where a test fails. */
export function read<Shape>({ files }: Compiled, path: string): Shape {
  const file = files.find((one) => one.path === path)
  if (file === undefined) throw new Error(`no ${path} is compiled`)
  // Sound where the test that asks for it is: Envoy and the tests of each member look at the same text.
  return membersOf(readDocuments(file.text)[0]) as Shape
}

export function listenerOf(result: Compiled): Listener {
  return read<{ readonly resources: readonly [Listener] }>(result, 'listeners.yaml').resources[0]
}

export function managerOf(result: Compiled): Manager {
  return listenerOf(result).filter_chains[0].filters[0].typed_config
}

export function filterOf(result: Compiled, name: string): HttpFilter['typed_config'] | undefined {
  return managerOf(result).http_filters?.find((filter) => filter.name.includes(name))?.typed_config
}
