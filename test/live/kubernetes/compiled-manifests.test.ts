import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { listFiles, readFiles } from '../../../tools/gates/list-files.ts'
import { compileReferences } from '../../../tools/references/compile-references.ts'
import { readReferences } from '../../../tools/references/read-references.ts'
import { manifestsOf, resourcesOf } from '../../../tools/references/write-kustomization.ts'
import { ROOT } from '../../cli/run-cli.ts'
import { renameFields } from '../../compile/manifests/rename-fields.ts'
import { readDocuments } from '../../compile/read-yaml.ts'
import { writeCrdSchemas } from './crd-schemas.ts'
import { findKubeconform } from './go-tool.ts'
import { findKubernetesSchemas } from './kubernetes-schemas.ts'
import { findKustomize } from './kustomize.ts'

const run = promisify(execFile)
const lists = process.env.IPSEAL_CRDS
const folder = mkdtempSync(join(tmpdir(), 'ipseal-crds-'))
afterAll(() => rmSync(folder, { recursive: true }))

const kustomize = await findKustomize()
const kubeconform = await findKubeconform()
const schemas = await findKubernetesSchemas()
const noLists = lists === undefined ? ['IPSEAL_CRDS names no folder with lists of CRDs'] : []
const missing = [...noLists, ...[kubeconform, schemas].flatMap((found) => ('missing' in found ? [found.missing] : []))]
const reason = missing.length === 0 ? '' : ` (skipped: ${missing.join('; ')})`
const noKustomize = 'missing' in kustomize ? ` (skipped: ${kustomize.missing})` : ''

const documents = compileReferences(readReferences(ROOT)).flatMap(({ compiled }) => {
  const whole = manifestsOf(compiled.files).filter(({ path }) => path.includes('/'))
  return [...resourcesOf(compiled.files), ...whole].flatMap(({ text }) => readDocuments(text))
})

/** What CRDs leave open; without its kind a manifest is judged by none. The project's own check is stricter here. */
const OPEN = /(?:annotations|customRequestHeaders)\.|^\.(apiVersion$|kind$|metadata\b)/i

type Resource = { readonly kind: string; readonly status: string; readonly msg: string }
type Judgement = { readonly resources: readonly Resource[]; readonly summary: Readonly<Record<string, number>> }

async function judge(manifests: readonly unknown[]): Promise<Judgement> {
  const file = join(folder, 'manifests.json')
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }))
  const own = 'location' in schemas ? schemas.location : ''
  const crds = writeCrdSchemas(lists ?? '', folder)
  const places = ['-schema-location', own, '-schema-location', crds]
  const args = [
    '-n',
    '1',
    '-strict',
    '-summary',
    '-verbose',
    '-ignore-missing-schemas',
    '-output',
    'json',
    ...places,
    file,
  ]
  const { stdout } = await run('path' in kubeconform ? kubeconform.path : '', args, { maxBuffer: 2 ** 28 }).catch(
    (error: unknown) => ({ stdout: error instanceof Error && 'stdout' in error ? String(error.stdout) : '' }),
  )
  const judgement: Judgement = JSON.parse(stdout)
  return judgement
}

describe.skipIf(missing.length > 0)(`what is compiled, and the CRDs of the controllers${reason}`, () => {
  test('agree on every field', async () => {
    const { resources, summary } = await judge(documents)
    const unseen = resources.filter(({ status }) => status === 'statusSkipped').map(({ kind }) => kind)
    console.log(`kubeconform: ${summary.valid} valid; no CRD for ${[...new Set(unseen)].sort().join(', ') || 'none'}`)
    expect(resources.filter(({ status }) => status === 'statusInvalid' || status === 'statusError')).toEqual([])
    expect(summary.valid).toBeGreaterThan(0)
  })

  const overlays = listFiles(ROOT, ['infra/kubernetes/overlays/*-*/kustomization.yaml']).map((path) => dirname(path))
  test.skipIf('missing' in kustomize).each(overlays)(`agree on every field of %s${noKustomize}`, async (path) => {
    const rendered = 'render' in kustomize ? await kustomize.render(join(ROOT, path)) : ''
    const { resources, summary } = await judge(readDocuments(rendered))
    expect(resources.filter(({ status }) => status !== 'statusValid')).toEqual([])
    expect(summary.valid).toBeGreaterThan(0)
  })

  test('disagree with a typo in any of them', async () => {
    const known = (await judge(documents)).resources
    const judged = documents.filter((_, i) => known[i]?.status === 'statusValid')
    const typos = judged.flatMap(renameFields).filter(({ path }) => !OPEN.test(path))
    const { resources } = await judge(typos.map(({ manifest }) => manifest))
    const missed = typos.filter((_, i) => resources[i]?.status === 'statusValid').map(({ path }) => path)
    console.log(`kubeconform: ${typos.length} typos`)
    expect({ missed, count: resources.length }).toEqual({ missed: [], count: typos.length })
  })
})

describe.skipIf('missing' in kustomize)(`a folder with a kustomization${noKustomize}`, () => {
  // A component is part of other folders, and nothing by itself.
  const folders = readFiles(ROOT, ['infra/**/kustomization.yaml']).flatMap(({ path, text }) => {
    return /^kind: Component$/m.test(text) ? [] : [dirname(path)]
  })

  test.each(folders)('is taken by kustomize: %s', async (path) => {
    const rendered = 'render' in kustomize ? await kustomize.render(join(ROOT, path)) : ''
    expect(readDocuments(rendered).length).toBeGreaterThan(0)
  })
})
