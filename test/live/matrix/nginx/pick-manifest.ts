import type { Compiled } from '../../../../src/compile/index.ts'
import { at, type Members, objectsOf } from '../../../compile/read-yaml.ts'

/** The one manifest of a kind, and of a name where there are several. */
export function manifest(compiled: Compiled, kind: string, name?: string): Members {
  const found = objectsOf(compiled).filter(
    (one) => one.kind === kind && (name === undefined || at(one, 'metadata', 'name') === name),
  )
  const [only] = found
  if (only === undefined || found.length > 1) throw new Error(`${found.length} of ${kind} ${name ?? ''} are compiled`)
  return only
}

/** The text at a path, or nothing. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}

/** The list at a path, or an empty one. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}
