import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CompiledFile } from '../../src/compile/compiled.ts'
import { listFiles } from '../gates/list-files.ts'
import { referenceFiles } from './reference-files.ts'

/** Folders in which nothing is but what is compiled, and the pages beside it. */
const OWNED = ['infra/gateways/**/*', 'infra/kubernetes/!(verifier|ranges|overlays)/**/*']

/** What has to be written, and what has to go because nothing compiles to it any more; both empty if all is in step. */
export type OutOfStep = { readonly write: readonly CompiledFile[]; readonly remove: readonly string[] }

export function compareReferences(root: string): OutOfStep {
  const wanted = referenceFiles(root)
  const paths = new Set(wanted.map(({ path }) => path))
  return {
    write: wanted.filter(({ path, text }) => readIfThere(join(root, path)) !== text),
    remove: listFiles(root, OWNED).filter((path) => !paths.has(path)),
  }
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
