import { describeValue } from '../../fault/escape-text.ts'

/** What was read of a body, or one sentence about why it is not what its feed publishes. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string }

/** Reads a value strictly: a wrong kind is a fault and none is repaired. `path` is where the value stands in the body. */
export type Shape<T> = (value: unknown, path: string) => Read<T>

type Members<T> = { readonly [Name in keyof T]: Shape<T[Name]> }

const THE_BODY = 'the body'

/** Reads a body of JSON (RFC 8259, which allows no byte order mark). Members that a shape does not name are left out. */
export function readJson<T>(body: string, shape: Shape<T>): Read<T> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return refuse(THE_BODY, 'be one whole JSON text', body)
  }
  return shape(value, THE_BODY)
}

export const text: Shape<string> = (value, path) =>
  typeof value === 'string' ? { ok: true, value } : refuse(path, 'be a string', value)

export const wholeNumber: Shape<number> = (value, path) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? { ok: true, value }
    : refuse(path, 'be a whole number', value)

export function exactly<const T extends string | number | boolean>(wanted: T): Shape<T> {
  return (value, path) =>
    value === wanted ? { ok: true, value: wanted } : refuse(path, `be ${JSON.stringify(wanted)}`, value)
}

export function textLike(pattern: RegExp, wanted: string): Shape<string> {
  return (value, path) =>
    typeof value === 'string' && pattern.test(value) ? { ok: true, value } : refuse(path, `be ${wanted}`, value)
}

export function list<T>(entry: Shape<T>): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return refuse(path, 'be a list', value)
    const entries: T[] = []
    for (const [i, claimed] of value.entries()) {
      const read = entry(claimed, path === THE_BODY ? `[${i}]` : `${path}[${i}]`)
      if (!read.ok) return read
      entries.push(read.value)
    }
    return { ok: true, value: entries }
  }
}

export const texts = list(text)

export function object<T>(members: Members<T>): Shape<T> {
  return (value, path) => {
    if (!isObject(value)) return refuse(path, 'be an object', value)
    const values: Partial<T> = {}
    for (const name in members) {
      if (!Object.hasOwn(members, name)) continue
      const claimed = Object.hasOwn(value, name) ? value[name] : undefined
      const read = members[name](claimed, path === THE_BODY ? name : `${path}.${name}`)
      if (!read.ok) return read
      values[name] = read.value
    }
    // Sound: the loop above has read every member of T or returned.
    return { ok: true, value: values as T }
  }
}

/** Says what must be there and what was seen, escaped and short. */
export function refuse(path: string, rule: string, seen: unknown): { readonly ok: false; readonly fault: string } {
  return { ok: false, fault: `${path} must ${rule}; got ${describe(seen)}` }
}

function describe(seen: unknown): string {
  return typeof seen === 'number' || typeof seen === 'boolean' ? String(seen) : describeValue(seen)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
