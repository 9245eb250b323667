import { isDeepStrictEqual } from 'node:util'
import { type Breach, ofType, type PlannedPath } from './fact.ts'
import { valuesAt } from './values-at.ts'

/** Every resource of a type has one of these values at a path, or each of them if it has the path several times. */
export type AttributeFact = {
  readonly fact: string
  readonly type: string
  readonly at: string
  readonly oneOf: readonly unknown[]
}

/** A resource without the attribute breaks the fact: what nobody set is what the provider likes best. */
export function checkAttribute({ type, at, oneOf }: AttributeFact, path: PlannedPath): readonly Breach[] {
  return ofType(path, type).flatMap(({ address, values }) => {
    const found = valuesAt(values, at)
    if (found.length === 0) return [`${address} has no ${at}`]
    return found
      .filter((value) => !oneOf.some((allowed) => isDeepStrictEqual(allowed, value)))
      .map((value) => `${address} has ${at} ${JSON.stringify(value)}`)
  })
}
