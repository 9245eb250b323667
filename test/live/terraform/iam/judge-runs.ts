import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../cli/run-cli.ts'
import type { Run } from '../run-module-tests.ts'
import { findPolicies } from './find-policies.ts'
import { type Expectations, judgePolicies } from './judge-policies.ts'

/** What the policies that one run of a module's tests makes are judged by. */
type Access = Expectations & { readonly run: string }

/**
 * Judges the policies of a module by `test/vectors/terraform/access/<module>.json`, dots for the folders of a nested one,
 * and returns what is wrong. A module that makes policies has such a file, and each that any of its runs makes is in it.
 */
export function judgeRuns(module: string, runs: readonly Run[]): readonly string[] {
  const whole = runs.filter(isWhole)
  const made = [...new Set(whole.flatMap((run) => findPolicies(run).map(({ of }) => kindOf(of))))]
  const path = join(ROOT, 'test/vectors/terraform/access', `${module.replaceAll('/', '.')}.json`)
  // Sound: vectors of these tests alone, whose members they read as what they are.
  const list = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as readonly Access[]) : []
  const named = list.flatMap(({ policies }) => policies.map(({ of }) => kindOf(of)))
  return [
    ...made.filter((owner) => !named.includes(owner)).map((owner) => `${owner}: nothing in ${path} judges it`),
    ...list.flatMap((access) => {
      const judged = whole.find(({ name }) => name === access.run)
      if (judged === undefined) return [`${path}: there is no run ${access.run}`]
      return judgePolicies(judged, access).map((fault) => `${access.run}: ${fault}`)
    }),
  ]
}

/** What is refused is planned in part, and a role that is made in the same run may have no name yet. */
function isWhole({ file, resources }: Run): boolean {
  const ofRoles = resources.filter(({ type }) => type.startsWith('aws_iam_role_policy'))
  return !/\/refuses[^/]*$/.test(file) && ofRoles.every(({ values }) => typeof values.role === 'string')
}

/** Without which of several: what `for_each` makes has one policy each, and any of them stands for all. */
function kindOf(address: string): string {
  return address.replaceAll(/\[[^\]]*\]/g, '')
}
