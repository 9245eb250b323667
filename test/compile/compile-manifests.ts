import { publicJwks } from '../../src/assertion/index.ts'
import { type Compiled, compile } from '../../src/compile/index.ts'
import { readTopology } from '../../src/topology/index.ts'
import { testKeys } from '../assertion/vectors.ts'
import { type Members, objectsOf } from './read-yaml.ts'

export type Document = { readonly path: string | readonly unknown[]; readonly [member: string]: unknown }

export type Manifests = {
  readonly compiled: Compiled
  readonly all: (kind: string) => readonly Members[]
  /** The `spec` of the one object of a kind; undefined if there is none. */
  readonly spec: (kind: string) => unknown
}

const ASSERTION = { issuer: 'https://edge.example.com', audience: 'origin-prod', jwks: 'jwks.json' }
const { d: _, ...PUBLIC } = testKeys.es256

/** So many keys, which differ by name alone. */
export function manyKeys(count: number): readonly object[] {
  return Array.from({ length: count }, (_, i) => ({ ...PUBLIC, kid: `2026-11-${i}` }))
}

/** Compiles a document that says no more than what a test is about, and reads the manifests. */
export function compileManifests(document: Document, target: string, keys: readonly object[] = [PUBLIC]): Manifests {
  const { assertion, ...rest } = document
  const whole = {
    name: 'shop',
    loadBalancerRanges: ['10.0.16.0/20'],
    exempt: [{ method: 'GET', path: '/healthz' }],
    ...rest,
    assertion: { ...ASSERTION, ...(assertion as object | undefined) },
  }
  const { topology } = readTopology(JSON.stringify(whole))
  const compiled = compile({ topology, jwks: publicJwks(keys) }, target)
  const objects = objectsOf(compiled)
  const all = (kind: string): readonly Members[] => objects.filter((one) => one.kind === kind)
  return { compiled, all, spec: (kind) => all(kind)[0]?.spec }
}
