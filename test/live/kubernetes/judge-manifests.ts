import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { findKubeconform } from './go-tool.ts'
import { findKubernetesSchemas } from './kubernetes-schemas.ts'
import { findKustomize } from './kustomize.ts'

const run = promisify(execFile)

const kustomize = await findKustomize()
const kubeconform = await findKubeconform()
const schemas = await findKubernetesSchemas()
const missing = [kustomize, kubeconform, schemas].flatMap((found) => ('missing' in found ? [found.missing] : []))

/** Why nothing can be judged here, for the name of a suite; empty if everything can. */
export const reason = missing.length === 0 ? '' : ` (skipped: ${missing.join('; ')})`

/** The manifests of a folder as kustomize applies them. */
export async function render(folder: string): Promise<string> {
  return 'render' in kustomize ? await kustomize.render(folder) : ''
}

/** What Kubernetes' own schemas say of manifests, without a field that they do not know. */
export async function judge(manifests: string): Promise<{ readonly ok: boolean; readonly output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-manifests-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'all.yaml')
  writeFileSync(file, manifests)
  const path = 'path' in kubeconform ? kubeconform.path : ''
  const location = 'location' in schemas ? schemas.location : ''
  const args = ['-strict', '-summary', '-output', 'json', '-schema-location', location, file]
  return await run(path, args).then(
    ({ stdout }) => ({ ok: true, output: stdout }),
    (error: unknown) => ({
      ok: false,
      output: error instanceof Error && 'stdout' in error ? String(error.stdout) : '',
    }),
  )
}
