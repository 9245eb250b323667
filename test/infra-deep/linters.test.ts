import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ROOT } from '../cli/run-cli.ts'
import planted from '../vectors/terraform/linted.json' with { type: 'json' }
import { findCheckov, findTflint } from './find-linters.ts'
import { runCheckov, runTflint } from './run-linters.ts'

const TERRAFORM = join(ROOT, 'infra/terraform')
const tflint = findTflint()
const checkov = findCheckov()
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

/** Why the tests of a program are skipped, for their name. */
function whySkipped(found: ReturnType<typeof findTflint>): string {
  return 'missing' in found ? ` (skipped: ${found.missing})` : ''
}

describe.skipIf('missing' in tflint)(`tflint${whySkipped(tflint)}`, () => {
  if ('missing' in tflint) return

  test('finds nothing in the modules and examples', async () => {
    expect(await runTflint(tflint.path, TERRAFORM)).toEqual([])
  })

  test.each(planted.tflint)('refuses $name', async ({ text, says }) => {
    expect(await runTflint(tflint.path, plant(text))).toEqual([expect.stringContaining(says)])
  })
})

describe.skipIf('missing' in checkov)(`checkov${whySkipped(checkov)}`, () => {
  if ('missing' in checkov) return

  test('finds nothing in the modules and examples but what is excused with a reason', async () => {
    const { resources, ...faults } = await runCheckov(checkov.path, TERRAFORM)
    expect(faults).toEqual({ failed: [], unread: [], unexplained: [] })
    expect(resources).toBeGreaterThan(0)
  })

  // It takes seconds to start, so all are planted at once.
  test('refuses what is planted', async () => {
    const found = await runCheckov(checkov.path, plant(...planted.checkov.map(({ text }) => text)))
    const says = planted.checkov.map(({ name, as, says }, index) => {
      // Sound: each vector names one of the lists that are returned.
      const lines = found[as as 'failed' | 'unread' | 'unexplained']
      return { name, refused: lines.some((line) => line.includes(`plant-${index}/main.tf`) && line.includes(says)) }
    })
    expect(says).toEqual(planted.checkov.map(({ name }) => ({ name, refused: true })))
  })
})

test('what the configurations excuse all resources from has its reason beside it', () => {
  const lines = readFileSync(join(TERRAFORM, '.checkov.yaml'), 'utf8').split('\n')
  const excused = lines.flatMap((line, index) => (/^\s*- CKV/.test(line) ? [`${lines[index - 1]}\n${line}`] : []))
  expect(excused.filter((lines) => !/^\s*# \S.*\n|# \S.*$/.test(lines))).toEqual([])
})
