import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../run-command.ts'
import { type GateResult, judge, type Place } from './gate.ts'
import { listFiles, productFiles } from './list-files.ts'

type Violation = {
  readonly from: string
  readonly to: string
  readonly rule: { readonly name: string }
  readonly comment?: string
  readonly cycle?: readonly { readonly name: string }[]
}
type Report = {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: { readonly violations: readonly Violation[] }
}

const UNIT = 'modules'

export async function checkArrows({ root }: Place): Promise<GateResult> {
  const folders = ['src', 'functions', 'tools', 'bench', 'examples', 'test'].filter((name) =>
    existsSync(join(root, name)),
  )
  const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders]
  const { stdout, text } = await runCommand(root, 'depcruise', args)
  const report = readReport(stdout)
  if (report === undefined) return judge('arrows', { count: 0, unit: UNIT, faults: text })
  const seen = new Set(report.modules.map((module) => module.source))
  const product = listFiles(root, productFiles)
  const faults = [
    ...report.summary.violations.map(showViolation),
    ...product.filter((path) => !seen.has(path)).map((path) => `${path}: not seen by the gate`),
  ]
  return judge('arrows', { count: product.length, unit: UNIT, faults: faults.join('\n') })
}

function readReport(stdout: string): Report | undefined {
  try {
    // Sound as far as it matters: another shape throws on its first use and turns the gate red.
    return JSON.parse(stdout) as Report
  } catch {
    return undefined
  }
}

function showViolation({ rule, from, to, cycle, comment }: Violation): string {
  const path = cycle === undefined ? [to] : cycle.map((step) => step.name)
  return `${rule.name}: ${[from, ...path].join(' → ')}${comment === undefined ? '' : `\n  ${comment}`}`
}
