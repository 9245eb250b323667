import { ProxyHeaderError } from './header-error.ts'

/** An object of a JSON document whose fields are yet to be checked, and its path in the document. */
export type JsonObject = { readonly fields: Readonly<Record<string, unknown>>; readonly path: string }

export function readObject(value: unknown, path: string): JsonObject {
  if (isRecord(value)) return { fields: value, path }
  throw jsonFault({ path }, 'this is an object', value)
}

export function readString(object: JsonObject, name: string): string {
  const value = object.fields[name]
  if (typeof value === 'string') return value
  throw jsonFault({ path: pathOf(object, name) }, 'this is a text', value)
}

export function readNumber(object: JsonObject, name: string): number {
  const value = object.fields[name]
  if (typeof value === 'number') return value
  throw jsonFault({ path: pathOf(object, name) }, 'this is a number', value)
}

/** The objects of a list; a list that is not there is empty. */
export function readObjects(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object.fields[name] ?? []
  const path = pathOf(object, name)
  if (!Array.isArray(value)) throw jsonFault({ path }, 'this is a list', value)
  return value.map((item: unknown, index) => readObject(item, `${path}[${index}]`))
}

/** One of a few values. */
export function readChoice<Choice extends string | number | boolean>(
  object: JsonObject,
  name: string,
  choices: readonly Choice[],
): Choice {
  const value = object.fields[name]
  const choice = choices.find((candidate) => candidate === value)
  if (choice !== undefined) return choice
  throw jsonFault({ path: pathOf(object, name) }, `this is one of ${choices.join(', ')}`, value)
}

/** Throws on a field that is not among `known`: dropped in silence, a typing error would change what is sent. */
export function refuseOthers(object: JsonObject, known: readonly string[]): void {
  const other = Object.keys(object.fields).find((name) => !known.includes(name))
  if (other !== undefined) throw jsonFault(object, `its fields are ${known.join(', ')}`, other)
}

export function pathOf({ path }: Pick<JsonObject, 'path'>, name: string): string {
  return path === 'header' ? name : `${path}.${name}`
}

export function jsonFault({ path }: Pick<JsonObject, 'path'>, rule: string, received: unknown): ProxyHeaderError {
  return new ProxyHeaderError({
    code: 'MALFORMED_HEADER',
    path,
    rule,
    received,
    nextStep: 'Compare with what `ipseal proxy decode` prints',
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
