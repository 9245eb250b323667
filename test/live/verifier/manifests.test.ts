import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findKubeconform } from '../kubernetes/go-tool.ts'
import { findKubernetesSchemas } from '../kubernetes/kubernetes-schemas.ts'
import { findKustomize } from '../kubernetes/kustomize.ts'

const run = promisify(execFile)
const FOLDER = resolve(import.meta.dirname, '../../../infra/kubernetes/verifier')

const kustomize = await findKustomize()
const kubeconform = await findKubeconform()
const schemas = await findKubernetesSchemas()
const missing = [kustomize, kubeconform, schemas].flatMap((found) => ('missing' in found ? [found.missing] : []))
const reason = missing.length === 0 ? '' : ` (skipped: ${missing.join('; ')})`

type Judgement = { readonly ok: boolean; readonly output: string }

async function render(): Promise<string> {
  return 'render' in kustomize ? await kustomize.render(FOLDER) : ''
}

async function judge(manifests: string): Promise<Judgement> {
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

describe.skipIf(missing.length > 0)(`the manifests of the verifier service${reason}`, () => {
  test('are what Kubernetes takes, every one of them and every field', async () => {
    const { ok, output } = await judge(await render())
    const { summary } = JSON.parse(output)
    expect({ ok, summary }).toEqual({ ok: true, summary: { valid: 8, invalid: 0, errors: 0, skipped: 0 } })
  })

  test.each([
    { name: 'a field that there is not', from: 'runAsNonRoot: true', to: 'runAsNonRot: true' },
    { name: 'a value that is none of the choices', from: 'seconds: 5', to: 'seconds: five' },
    { name: 'a field of another kind', from: 'maxUnavailable: 1', to: 'maxUnavailabel: 1' },
  ])('would be refused with $name', async ({ from, to }) => {
    const manifests = await render()
    expect(manifests).toContain(from)
    expect((await judge(manifests.replace(from, to))).ok).toBe(false)
  })

  test('name the document by what is in it, so that another one is rolled out', async () => {
    const names = (await render()).match(/ipseal-verifier-[a-z0-9]{10}\b/g) ?? []
    expect(names.length).toBe(2)
    expect(new Set(names).size).toBe(1)
  })
})
