import { publicJwks } from '../../src/assertion/index.ts'
import { type Compiled, CompileError, compile } from '../../src/compile/index.ts'
import { readTopology } from '../../src/topology/index.ts'
import { testKeys } from '../assertion/vectors.ts'
import { at, readDocuments } from './read-yaml.ts'

const { d: _, ...ES256 } = testKeys.es256
const { d: __, ...EDDSA } = testKeys.eddsa
export const ES256_KEY: object = ES256
export const EDDSA_KEY: object = EDDSA

export type Document = {
  readonly path: string | readonly (string | object)[]
  readonly assertion?: object
  readonly [member: string]: unknown
}

const EXEMPT = [{ method: 'GET', path: '/healthz' }]

/** Compiles one gateway of a path, whose assertion and load balancer are the tests' own. */
export function compileGateway(target: string, document: Document, keys: readonly object[] = [ES256_KEY]): Compiled {
  const assertion = { issuer: 'https://edge.example.com', audience: 'origin-prod', jwks: 'jwks.json' }
  const text = JSON.stringify({
    name: 'shop',
    loadBalancerRanges: ['10.0.16.0/20'],
    exempt: EXEMPT,
    ...document,
    assertion: { ...assertion, ...document.assertion },
  })
  return compile({ topology: readTopology(text).topology, jwks: publicJwks(keys) }, target)
}

/** What a target refuses, by its code; the whole error where it has no next step. */
export function refusalCodeOf(compiling: () => unknown): string {
  try {
    compiling()
  } catch (error) {
    if (error instanceof CompileError && (error.nextStep ?? '') !== '') return error.code
    return String(error)
  }
  return 'compiled'
}

export function fileOf({ files }: Compiled, path: string): string {
  return files.find((file) => file.path === path)?.text ?? `there is no ${path}`
}

/** What stands at a path in a YAML file, such as `services.0.routes`; undefined if nothing does. */
export function pick(text: string, path: string): unknown {
  return at(readDocuments(text)[0], ...path.split('.'))
}

/** The files' names, in their order. */
export function pathsOf({ files }: Compiled): readonly string[] {
  return files.map(({ path }) => path)
}
