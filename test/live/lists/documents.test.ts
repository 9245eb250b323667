import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { findGoProgram, findInstalled } from '../kubernetes/go-tool.ts'
import { findKubernetesSchemas } from '../kubernetes/kubernetes-schemas.ts'
import { judgementOf, LISTS, makeFolder, written } from './written-lists.ts'

const run = promisify(execFile)
const terraform = findInstalled('terraform')
const kubeconform = await findGoProgram('kubeconform', 'github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0')
const schemas = await findKubernetesSchemas()
const missing = [kubeconform, schemas].flatMap((found) => ('missing' in found ? [found.missing] : []))

/** Its exit code: 0 where the file is laid out as it would be, 3 where not, 2 where it is no HCL. */
async function formatted(text: string): Promise<number | null> {
  const child = spawn(terraform ?? '', ['fmt', '-check', '-'], { stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin.end(text)
  const [code] = await once(child, 'exit')
  return typeof code === 'number' ? code : null
}

describe('terraform fmt', () => {
  test.for(LISTS)('would change nothing of the list $provider', async (list, { skip }) => {
    if (terraform === undefined) skip('terraform is not installed')
    expect(await formatted(written('terraform', list))).toBe(0)
  })

  test('would change another layout', async ({ skip }) => {
    if (terraform === undefined) skip('terraform is not installed')
    expect(await formatted('a   = [\n"b"]\n')).not.toBe(0)
  })
})

async function judge(text: string): Promise<string> {
  const file = join(makeFolder(), 'policy.yaml')
  writeFileSync(file, text)
  const location = 'location' in schemas ? schemas.location : ''
  return await judgementOf(
    run('path' in kubeconform ? kubeconform.path : '', ['-strict', '-schema-location', location, file]),
  )
}

describe('kubeconform', () => {
  test.for(LISTS)('takes the NetworkPolicy of the list $provider', async (list, { skip }) => {
    if (missing.length > 0) skip(missing.join('; '))
    expect(await judge(written('network-policy', list))).toBe('taken')
  })

  test('refuses a field that there is not', async ({ skip }) => {
    if (missing.length > 0) skip(missing.join('; '))
    const [list] = LISTS
    if (list === undefined) throw new TypeError('no lists')
    expect(await judge(written('network-policy', list).replaceAll('ipBlock', 'ipRange'))).toContain('refused: ')
  })
})
