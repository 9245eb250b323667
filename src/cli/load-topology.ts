import { dirname, resolve } from 'node:path'
import { type PublicJwks, publicJwks } from '../assertion/public-jwks.ts'
import { isKeyUrl } from '../config/is-key-url.ts'
import { isObject } from '../config/parse-document.ts'
import { readTopology } from '../topology/read-topology.ts'
import type { Topology } from '../topology/topology.ts'
import { UsageError } from './errors.ts'
import { loadDocument } from './load-config.ts'
import { readKeyFile } from './read-key.ts'

type TopologyFiles = { readonly topology: string; readonly jwks?: string }

/** A path, and the keys that its verifiers load. */
export type LoadedTopology = { readonly topology: Topology; readonly jwks: PublicJwks }

/** Reads a path alone. */
export async function loadPath(path: string): Promise<Topology> {
  return (await loadDocument(path, readTopology)).topology
}

/** Reads a topology, and the key set from `jwks` or else from where the topology says, which is relative to itself. */
export async function loadTopology({ topology: path, jwks: given }: TopologyFiles): Promise<LoadedTopology> {
  const topology = await loadPath(path)
  const named = topology.assertion.jwks
  if (given === undefined && isKeyUrl(named)) {
    throw new UsageError(`the topology names its keys by a URL; fetch them from ${named} and give the file as --jwks`)
  }
  const file = given ?? resolve(path === '-' ? '.' : dirname(path), named)
  return { topology, jwks: await readKeyFile(file, readKeySet) }
}

function readKeySet(document: unknown): PublicJwks {
  return publicJwks(isObject(document) && Array.isArray(document.keys) ? document.keys : [document])
}
