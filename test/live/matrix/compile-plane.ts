import { publicJwks } from '../../../src/assertion/index.ts'
import { entranceOf } from '../../../src/compile/entrance.ts'
import { type Compiled, type CompiledFile, compile } from '../../../src/compile/index.ts'
import type { TargetInput } from '../../../src/compile/target.ts'
import { readTopology, type Topology } from '../../../src/topology/index.ts'
import { testKeys } from '../../assertion/vectors.ts'
import { AUDIENCE, ISSUER, JWKS } from '../verifier/sealed.ts'
import type { DataPlane, TopologyPart } from './data-plane.ts'

export type Bind = Topology['assertion']['bind']

/** A plane's target, compiled with the keys of the tests. */
export type CompiledPlane = {
  readonly topology: Topology
  readonly compiled: Compiled
  /** Every connection has to begin with a PROXY header. */
  readonly takesProxy: boolean
  /** The public key set. */
  readonly keys: readonly object[]
}

const { d: _, ...published } = testKeys.es256
// Sound: it has been written by JSON.stringify from a key set.
const own = JSON.parse(JSON.stringify(JSON.parse(JWKS))) as { readonly keys: readonly object[] }

/** The public halves of the edge's key and of the vectors' key. */
const MATRIX_KEYS: readonly object[] = [...own.keys, published]

const EXEMPT = ['/health', '/livez'].map((path) => ({ method: 'GET', path }))

/**
 * Compiles a plane's topology for the edge of the tests.
 *
 * @throws CompileError where the target cannot do it, such as a `bind`.
 */
export function compilePlane(
  { topology: part, target }: Pick<DataPlane, 'topology' | 'target'>,
  bind: Bind = 'none',
  keys = MATRIX_KEYS,
): CompiledPlane {
  const topology = topologyOf(part, bind)
  const compiled = compileFor({ topology, jwks: publicJwks(keys) }, target)
  return { topology, compiled, takesProxy: takesProxyOn({ topology: part }), keys }
}

/** By the name of a target, or by one that a test has written itself. */
function compileFor(input: TargetInput, target: DataPlane['target']): Compiled {
  if (typeof target === 'string') return compile(input, target)
  const index = input.topology.hops.findLastIndex((hop) => 'product' in hop && hop.product === target.name)
  const hop = input.topology.hops[index]
  if (hop?.kind !== 'gateway') throw new Error(`there is no ${target.name} on the path`)
  const entrance = entranceOf(input.topology, index)
  return target.compile({ ...input, hop, at: `path[${index}]`, entrance, service: undefined })
}

/** Whether every connection to the first gateway of a plane's path has to begin with a PROXY header. */
export function takesProxyOn({ topology: part }: Pick<DataPlane, 'topology'>): boolean {
  const topology = topologyOf(part, 'none')
  const first = topology.hops.findIndex(({ kind }) => kind === 'gateway')
  return entranceOf(topology, first).takesProxy
}

function topologyOf(part: TopologyPart, bind: Bind): Topology {
  const assertion = { issuer: ISSUER, audience: AUDIENCE, jwks: 'jwks.json', bind, ...part.assertion }
  return readTopology(JSON.stringify({ name: 'shop', exempt: EXEMPT, ...part, assertion })).topology
}

/** Changes texts of compiled files. What is in none of them would be a test of something else. */
export function editFiles(compiled: Compiled, edits: Readonly<Record<string, string>>): Compiled {
  const files = Object.entries(edits).reduce((changed, [from, to]) => editAll(changed, from, to), compiled.files)
  return { ...compiled, files }
}

function editAll(files: readonly CompiledFile[], from: string, to: string): readonly CompiledFile[] {
  if (!files.some(({ text }) => text.includes(from))) throw new Error(`"${from}" is in no compiled file`)
  return files.map((file) => ({ ...file, text: file.text.replaceAll(from, () => to) }))
}

/** The text of one compiled file; a plane that lacks it is a fault of the test. */
export function fileNamed({ files }: Compiled, path: string): string {
  const found = files.find((file) => file.path === path)
  if (found === undefined) throw new Error(`no ${path} is compiled, but ${files.map((file) => file.path).join(', ')}`)
  return found.text
}

/** The files by their names, as `startProgram` takes them. */
export function filesByName({ files }: Compiled): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map(({ path, text }) => [path, text]))
}
