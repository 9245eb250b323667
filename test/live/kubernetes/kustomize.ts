import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findGoProgram, findInstalled } from './go-tool.ts'

/** Renders a folder, or says why nothing here can. */
export type Kustomize = { readonly render: (folder: string) => Promise<string> } | { readonly missing: string }

const run = promisify(execFile)

/** Finds kustomize: within kubectl, by itself, or installed into the cache. */
export async function findKustomize(): Promise<Kustomize> {
  const kubectl = findInstalled('kubectl')
  if (kubectl !== undefined) return { render: async (folder) => (await run(kubectl, ['kustomize', folder])).stdout }
  const installed = findInstalled('kustomize')
  const found =
    installed === undefined
      ? await findGoProgram('kustomize', 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1')
      : { path: installed }
  if ('missing' in found) return found
  return { render: async (folder) => (await run(found.path, ['build', folder])).stdout }
}
