import { join } from 'node:path'
import { runCommand } from '../../tools/run-command.ts'

type Issue = {
  readonly rule: { readonly name: string }
  readonly message: string
  readonly range: { readonly filename: string; readonly start: { readonly line: number } }
}

/** Runs tflint in a copy or the original of infra/terraform, in each folder that has files; returns its findings in words. */
export async function runTflint(program: string, folder: string): Promise<readonly string[]> {
  const args = ['--recursive', '--format', 'json', '--config', join(folder, '.tflint.hcl')]
  const { stdout, text } = await runCommand(folder, program, args)
  if (!stdout.startsWith('{')) return [text]
  // Sound: tflint's own format (formatter/json.go).
  const { issues, errors } = JSON.parse(stdout) as {
    readonly issues: readonly Issue[]
    readonly errors: readonly { readonly message: string }[]
  }
  const found = issues.map(
    ({ rule, message, range }) => `${range.filename}:${range.start.line} ${rule.name}: ${message}`,
  )
  return [...found, ...errors.map(({ message }) => message)]
}

type Check = {
  readonly check_id: string
  readonly check_name: string
  readonly file_path: string
  readonly resource: string
  readonly check_result: { readonly suppress_comment?: string }
}

export type Checked = {
  readonly resources: number
  readonly failed: readonly string[]
  readonly unread: readonly string[]
  /** What is excused beside a resource without a word on why. */
  readonly unexplained: readonly string[]
}

/** Runs checkov over all of infra/terraform, or over a copy of it. */
export async function runCheckov(program: string, folder: string): Promise<Checked> {
  const args = ['--directory', folder, '--config-file', join(folder, '.checkov.yaml'), '--output', 'json']
  const { stdout, text } = await runCommand(folder, program, args)
  if (!stdout.startsWith('{')) return { resources: 0, failed: [], unread: [text], unexplained: [] }
  // Sound: checkov's own report of one framework; of none that it found anything in, only the counts.
  const { results, summary } = JSON.parse(stdout) as {
    readonly results?: {
      readonly failed_checks: readonly Check[]
      readonly skipped_checks: readonly Check[]
      readonly parsing_errors: readonly string[]
    }
    readonly summary?: { readonly resource_count: number }
  }
  const skipped = results?.skipped_checks ?? []
  return {
    resources: summary?.resource_count ?? 0,
    failed: (results?.failed_checks ?? []).map(describe),
    unread: results?.parsing_errors ?? [],
    unexplained: skipped.filter(({ check_result }) => isUnexplained(check_result.suppress_comment)).map(describe),
  }
}

function describe({ check_id, check_name, file_path, resource }: Check): string {
  return `${file_path} ${resource} ${check_id}: ${check_name}`
}

/** Checkov fills in words of its own where somebody left the reason out. */
function isUnexplained(comment: string | undefined): boolean {
  return comment === undefined || comment.trim() === '' || comment === 'No comment provided'
}
