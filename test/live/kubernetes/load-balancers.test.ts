import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { compile } from '../../../src/compile/index.ts'
import { LOAD_BALANCERS } from '../../../src/topology/products.ts'
import { JWKS, topologyOf } from '../../compile/topology-of.ts'
import { findKubeconform } from './go-tool.ts'
import { findKubernetesSchemas } from './kubernetes-schemas.ts'

const run = promisify(execFile)
const kubeconform = await findKubeconform()
const schemas = await findKubernetesSchemas()
const missing = [kubeconform, schemas].flatMap((found) => ('missing' in found ? [found.missing] : []))
const reason = missing.length === 0 ? '' : ` (skipped: ${missing.join('; ')})`

/** What the first file of a load balancer holds; its objects are Kubernetes' own. */
function manifestOf(product: string): string {
  const topology = topologyOf({
    path: `cloudflare -> ${product} -> nginx -> app`,
    loadBalancerRanges: ['10.0.16.0/20'],
  })
  return compile({ topology, jwks: JWKS }, product).files[0]?.text ?? ''
}

async function judge(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'ipseal-load-balancers-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'all.yaml')
  writeFileSync(file, text)
  const path = 'path' in kubeconform ? kubeconform.path : ''
  const location = 'location' in schemas ? schemas.location : ''
  return await run(path, ['-strict', '-schema-location', location, file]).then(
    () => 'taken',
    (error: unknown) => (error instanceof Error && 'stdout' in error ? `refused: ${error.stdout}` : 'no answer'),
  )
}

describe.skipIf(missing.length > 0)(`what is compiled for a load balancer${reason}`, () => {
  test.each(Object.keys(LOAD_BALANCERS))('is what Kubernetes takes, every field of it: %s', async (product) => {
    expect(await judge(manifestOf(product))).toBe('taken')
  })

  test.each([
    { name: 'a field that there is not', from: 'externalTrafficPolicy:', to: 'externalTrafficPolice:' },
    { name: 'a number where text belongs', from: 'targetPort: http', to: 'targetPort: [80]' },
  ])('would be refused with $name', async ({ from, to }) => {
    const manifest = manifestOf('metallb')
    expect(manifest).toContain(from)
    expect(await judge(manifest.replace(from, to))).toContain('refused: ')
  })
})
