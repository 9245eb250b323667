import { parseAllDocuments } from 'yaml'
import type { Compiled } from '../../src/compile/index.ts'

/** An object as it is read, of which nothing is known but that its members have names. */
export type Members = Readonly<Record<string, unknown>>

/**
 * The objects in the compiled YAML files, as Kubernetes reads them.
 *
 * By YAML 1.1, where `yes` and `0o10` mean something else than in 1.2: what is written has to mean the same in both.
 */
export function objectsOf({ files }: Pick<Compiled, 'files'>): readonly Members[] {
  const yaml = files.filter(({ path }) => path.endsWith('.yaml'))
  return yaml.flatMap(({ text }) => readDocuments(text)).map(membersOf)
}

/** The documents in one text, read as Kubernetes reads them; throws if it is no YAML. */
export function readDocuments(text: string): readonly unknown[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'))
    const value: unknown = document.toJS()
    return value
  })
}

/** What stands at a path of members and indices; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, member) => {
    if (isMembers(inner)) return inner[member]
    return isList(inner) ? inner[Number(member)] : undefined
  }, value)
}

/** A value as an object; that it is none is a fault of the test, or of what wrote it. */
export function membersOf(value: unknown): Members {
  if (isMembers(value)) return value
  throw new TypeError(`expected an object, not ${JSON.stringify(value)}`)
}

/** A value as a list; that it is none is a fault. */
export function listOf(value: unknown): readonly unknown[] {
  if (isList(value)) return value
  throw new TypeError(`expected a list, not ${JSON.stringify(value)}`)
}

/** A value as a text; that it is none is a fault. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError(`expected a text, not ${JSON.stringify(value)}`)
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !isList(value)
}

/** `Array.isArray` makes a list of anything out of what is unknown. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
