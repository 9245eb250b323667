import type { Resource } from '../run-module-tests.ts'

/** What an example plans, in one of its runs. */
export type PlannedPath = {
  readonly resources: readonly Resource[]
  /** Data sources as a run that applies read them: a plan does not show them. */
  readonly data: readonly Resource[]
  readonly outputs: Readonly<Record<string, unknown>>
}

/** Where a plan breaks a fact, in words that begin with the address; none if it holds. */
export type Breach = string

export function ofType(path: PlannedPath, type: string): readonly Resource[] {
  return path.resources.filter((resource) => resource.mode === 'managed' && resource.type === type)
}
