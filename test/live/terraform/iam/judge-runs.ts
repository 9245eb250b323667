import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../cli/run-cli.ts'
import type { Run } from '../run-module-tests.ts'
import { findPolicies } from './find-policies.ts'
import { type Expectations, judgePolicies } from './judge-policies.ts'

/** What the policies of a module are judged by, and the run of its tests in which all of them are made. */
type Access = Expectations & { readonly run: string }

/**
 * Judges the policies of a module by `test/vectors/terraform/access/<module>.json`, dots for the folders of a nested one,
 * and returns what is wrong. A module that makes policies has such a file, and each that any of its runs makes is in it.
 */
export function judgeRuns(module: string, runs: readonly Run[]): readonly string[] {
  const made = [...new Set(runs.flatMap((run) => findPolicies(run).map(({ of }) => of)))]
  const path = join(ROOT, 'test/vectors/terraform/access', `${module.replaceAll('/', '.')}.json`)
  if (!existsSync(path)) return made.map((owner) => `${owner}: has a policy, and ${path} is not there`)
  // Sound: vectors of these tests alone, whose members they read as what they are.
  const access = JSON.parse(readFileSync(path, 'utf8')) as Access
  const judged = runs.find(({ name }) => name === access.run)
  if (judged === undefined) return [`${path}: there is no run ${access.run}`]
  const named = access.policies.map(({ of }) => kindOf(of))
  return [
    ...made
      .filter((owner) => !named.includes(kindOf(owner)))
      .map((owner) => `${owner}: is made in another run than the judged`),
    ...judgePolicies(judged, access),
  ]
}

/** Without which of several: what `for_each` makes has one policy each, and any of them stands for all. */
function kindOf(address: string): string {
  return address.replaceAll(/\[[^\]]*\]/g, '')
}
