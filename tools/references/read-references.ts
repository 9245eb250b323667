import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import type { TargetInput } from '../../src/compile/target.ts'
import { isObject } from '../../src/config/parse-document.ts'
import { readTopology } from '../../src/topology/read-topology.ts'
import { listFiles } from '../gates/list-files.ts'

/** A reference topology with the keys that its verifiers are given. */
export type Reference = { readonly name: string; readonly file: string; readonly input: TargetInput }

const FOLDER = 'infra/topologies'

/** Reads every reference topology, sorted by name. Nobody has the private half of their keys. */
export function readReferences(root: string): readonly Reference[] {
  const keys: unknown = JSON.parse(readFileSync(join(root, FOLDER, 'jwks.json'), 'utf8'))
  const jwks = publicJwks(isObject(keys) && Array.isArray(keys.keys) ? keys.keys : [])
  return listFiles(root, [`${FOLDER}/*-*.json`]).map((file) => {
    const { topology } = readTopology(readFileSync(join(root, file), 'utf8'))
    return { name: file.slice(FOLDER.length + 1, -'.json'.length), file, input: { topology, jwks } }
  })
}
