import { parseAllDocuments } from 'yaml'
import type { Compiled } from '../../../../src/compile/index.ts'

/** A manifest as Kubernetes reads it. */
export type Object = Readonly<Record<string, unknown>>

/** Every manifest of the compiled YAML files, as a controller would see them. */
export function manifestsOf({ files }: Compiled): readonly Object[] {
  const yaml = files.filter(({ path }) => path.endsWith('.yaml'))
  return yaml.flatMap(({ text }) => parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS()))
}

/** What stands at a path of members and indices; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, member) => {
    // Sound: what is no object has no members, and reading one of it gives undefined.
    return inner === null || inner === undefined ? undefined : (inner as Record<string | number, unknown>)[member]
  }, value)
}

/** The one manifest of a kind, and of a name where there are several. */
export function manifest(compiled: Compiled, kind: string, name?: string): Object {
  const found = manifestsOf(compiled).filter(
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

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}
