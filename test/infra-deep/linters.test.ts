import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ROOT } from '../cli/run-cli.ts'
import type { FoundProgram } from '../live/kubernetes/go-tool.ts'
import planted from '../vectors/terraform/linted.json' with { type: 'json' }
import { findCheckov, findTflint } from './find-linters.ts'
import { runCheckov, runTflint } from './run-linters.ts'

const TERRAFORM = join(ROOT, 'infra/terraform')
const scratch = mkdtempSync(join(tmpdir(), 'ipseal-linted-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** A folder with the rules of infra/terraform, and one below it for each text. */
function plant(...texts: readonly (readonly string[])[]): string {
  const folder = mkdtempSync(join(scratch, 'plant-'))
  for (const rules of ['.tflint.hcl', '.checkov.yaml']) cpSync(join(TERRAFORM, rules), join(folder, rules))
  for (const [index, text] of texts.entries()) {
    mkdirSync(join(folder, `plant-${index}`))
    writeFileSync(join(folder, `plant-${index}/main.tf`), text.join('\n'))
  }
  return folder
}

/** The program, if the test can go on. */
function pathOf(found: FoundProgram, skip: (note: string) => never): string {
  return 'missing' in found ? skip(found.missing) : found.path
}

describe('tflint', () => {
  test('finds nothing in the modules and examples', async ({ skip }) => {
    expect(await runTflint(pathOf(findTflint(), skip), TERRAFORM)).toEqual([])
  })

  test.for(planted.tflint)('refuses $name', async ({ text, says }, { skip }) => {
    expect(await runTflint(pathOf(findTflint(), skip), plant(text))).toEqual([expect.stringContaining(says)])
  })
})

describe('checkov', () => {
  test('finds nothing in the modules and examples but what is excused with a reason', async ({ skip }) => {
    const { resources, ...faults } = await runCheckov(pathOf(findCheckov(), skip), TERRAFORM)
    expect(faults).toEqual({ failed: [], unread: [], unexplained: [] })
    expect(resources).toBeGreaterThan(0)
  })

  // It takes seconds to start, so all are planted at once.
  test('refuses what is planted', async ({ skip }) => {
    const found = await runCheckov(pathOf(findCheckov(), skip), plant(...planted.checkov.map(({ text }) => text)))
    const says = planted.checkov.map(({ name, as, says }, index) => {
      // Sound: each vector names one of the lists that are returned.
      const lines = found[as as 'failed' | 'unread' | 'unexplained']
      return { name, refused: lines.some((line) => line.includes(`plant-${index}/main.tf`) && line.includes(says)) }
    })
    expect(says).toEqual(planted.checkov.map(({ name }) => ({ name, refused: true })))
  })
})

test('no check is left out for all resources, as only beside one can be said why', () => {
  expect(readFileSync(join(TERRAFORM, '.checkov.yaml'), 'utf8')).not.toMatch(/^(?:skip-check|check|soft-fail)/m)
})
