import type { FoundTerraform } from './find-terraform.ts'
import { runTerraform } from './run-terraform.ts'

/** A resource or data source, as a run planned it or, where the run applied, as it is then. */
export type Resource = {
  /** Such as `module.origin.aws_lb.this`. */
  readonly address: string
  readonly mode: 'managed' | 'data'
  readonly type: string
  /** Without what only applying tells; in a plan those members are not there. */
  readonly values: Readonly<Record<string, unknown>>
}

export type Run = {
  readonly file: string
  readonly name: string
  readonly status: 'pass' | 'fail' | 'error' | 'skip'
  readonly kind: 'plan' | 'state' | undefined
  readonly resources: readonly Resource[]
  readonly outputs: Readonly<Record<string, unknown>>
}

export type ModuleTests = { readonly runs: readonly Run[]; readonly faults: readonly string[] }

type Line = {
  readonly '@testfile'?: string
  readonly '@testrun'?: string
  readonly test_run?: { readonly progress: string; readonly status?: Run['status'] }
  readonly test_plan?: {
    readonly resource_changes?: readonly (Omit<Resource, 'values'> & { readonly change: { readonly after: unknown } })[]
    readonly output_changes?: Readonly<Record<string, { readonly after: unknown }>>
  }
  readonly test_state?: {
    readonly root_module?: StateModule
    readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>
  }
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail?: string }
}

type StateModule = { readonly resources?: readonly Resource[]; readonly child_modules?: readonly StateModule[] }

/**
 * Runs `terraform test` in a folder that was initialised, and returns what each run planned or made.
 *
 * Faults are what Terraform reports besides: a test that fails, a configuration that cannot be read.
 */
export async function runModuleTests(terraform: FoundTerraform, folder: string): Promise<ModuleTests> {
  const { stdout, text } = await runTerraform(terraform, folder, ['test', '-json', '-verbose'])
  const lines = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [readLine(line)] : []))
  if (lines.length === 0) return { runs: [], faults: [text] }
  const ends = lines.filter(({ test_run }) => test_run?.progress === 'complete')
  return {
    runs: ends.map((end) => describeRun(end, lines)),
    faults: lines.flatMap(({ diagnostic, ...line }) =>
      diagnostic?.severity === 'error' ? [say(line, diagnostic)] : [],
    ),
  }
}

function readLine(line: string): Line {
  // Sound: Terraform's own format, whose version 1 keeps what is there (machine-readable UI).
  return JSON.parse(line) as Line
}

function describeRun(end: Line, lines: readonly Line[]): Run {
  const own = lines.filter((line) => line['@testfile'] === end['@testfile'] && line['@testrun'] === end['@testrun'])
  const plan = own.find((line) => line.test_plan !== undefined)?.test_plan
  const state = own.find((line) => line.test_state !== undefined)?.test_state
  const outputs = state === undefined ? mapValues(plan?.output_changes, 'after') : mapValues(state.outputs, 'value')
  return {
    file: end['@testfile'] ?? '',
    name: end['@testrun'] ?? '',
    status: end.test_run?.status ?? 'error',
    kind: state === undefined ? plan && 'plan' : 'state',
    resources: state === undefined ? plannedIn(plan) : madeIn(state.root_module),
    outputs,
  }
}

function plannedIn(plan: Line['test_plan']): Resource[] {
  return (plan?.resource_changes ?? []).map(({ address, mode, type, change }) => ({
    address,
    mode,
    type,
    // Sound: what a resource is planned to be is an object of its attributes; null where it goes.
    values: (change.after ?? {}) as Resource['values'],
  }))
}

function madeIn(module: StateModule = {}): Resource[] {
  const own = (module.resources ?? []).map(({ address, mode, type, values }) => ({ address, mode, type, values }))
  return [...own, ...(module.child_modules ?? []).flatMap(madeIn)]
}

function mapValues<Key extends string>(
  outputs: Readonly<Record<string, { readonly [Name in Key]?: unknown }>> | undefined,
  key: Key,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs ?? {}).map(([name, output]) => [name, output[key]]))
}

function say(line: Line, { summary, detail }: NonNullable<Line['diagnostic']>): string {
  return `${line['@testfile'] ?? ''} ${line['@testrun'] ?? ''}: ${summary}: ${detail ?? ''}`
}
