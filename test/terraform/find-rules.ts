/** A rule of a Terraform module: a validation, a precondition or the like. */
export type Rule = {
  /** What `expect_failures` of a run calls its owner, such as `var.name`, `output.contract` or `aws_lb.this`. */
  readonly owner: string
  readonly kind: string
  /** Of its block, from 1. */
  readonly line: number
  /** The message that it refuses with, as it is written. */
  readonly message: string
  /** The expression of its condition, by where it begins and ends in the text. */
  readonly condition: { readonly start: number; readonly end: number }
}

/** Of a file as `terraform fmt` leaves it, with the condition before its message, as all of ours are. */
const RULE =
  /^ *(validation|precondition|postcondition|assert) \{\n *condition *= (?<condition>[\s\S]*?)\n *error_message *= (?<message>.*)$/gm
const OWNER = /^(variable|output|resource|data|check) "(\w+)"(?: "(\w+)")? \{$/gm

/** Finds all rules of a file of a module, in their order. */
export function findRules(text: string): readonly Rule[] {
  const owners = [...text.matchAll(OWNER)]
  return [...text.matchAll(RULE)].map((match) => {
    const { 0: whole, 1: kind = '', index, groups: { condition = '', message = '' } = {} } = match
    const start = index + whole.indexOf(condition, whole.indexOf('condition') + 'condition'.length)
    const owner = owners.findLast((one) => one.index < index)
    return {
      owner: nameOwner(owner ?? []),
      kind,
      line: text.slice(0, index).split('\n').length,
      message,
      condition: { start, end: start + condition.length },
    }
  })
}

/**
 * Makes a rule accept everything. What it looked at is still looked at, as Terraform takes no rule that looks at nothing,
 * and a validation has to name its variable.
 */
export function breakRule(text: string, { condition: { start, end } }: Rule): string {
  return `${text.slice(0, start)}can(${text.slice(start, end)}) || true${text.slice(end)}`
}

const RUN = /^run "\w+" \{\n[\s\S]*?^\}$/gm

/** Of a file of tests all that is shared, and those of its runs that expect `owner` to be refused; undefined without one. */
export function runsThatRefuse(tests: string, owner: string): string | undefined {
  const runs = [...tests.matchAll(RUN)].map(([run]) => run)
  const refusing = runs.filter((run) => expected(run).includes(owner))
  if (refusing.length === 0) return undefined
  const shared = runs.reduce((text, run) => text.replace(run, ''), tests)
  return [shared, ...refusing].join('\n')
}

function expected(run: string): readonly string[] {
  const [, list = ''] = /^ *expect_failures = \[([^\]]*)\]/m.exec(run) ?? []
  return list.split(',').map((name) => name.trim())
}

function nameOwner([, kind, first = '', second = '']: readonly (string | undefined)[]): string {
  if (kind === 'variable') return `var.${first}`
  if (kind === 'resource') return `${first}.${second}`
  return second === '' ? `${kind}.${first}` : `${kind}.${first}.${second}`
}
