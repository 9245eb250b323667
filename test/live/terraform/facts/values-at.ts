import { isObject } from '../../../../src/config/parse-document.ts'

/**
 * Every value that a path leads to: `custom_origin_config.origin_ssl_protocols`. Lists on the way are walked through, so that
 * a block that may stand several times needs no index; a list at the end is one value.
 */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  return path
    .split('.')
    .reduce<readonly unknown[]>((found, name) => found.flatMap((one) => membersOf(one, name)), [value])
}

function membersOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => membersOf(item, name))
  return isObject(value) && value[name] !== undefined && value[name] !== null ? [value[name]] : []
}

/** A string somewhere in a value, and where. */
export type Found = { readonly path: string; readonly text: string }

/** Every string in a value. Where one is JSON itself, such as a policy, what is in it is walked through too. */
export function stringsIn(value: unknown, path: string): readonly Found[] {
  if (typeof value === 'string') return [{ path, text: value }, ...insideOf(value, path)]
  if (Array.isArray(value)) return value.flatMap((item) => stringsIn(item, path))
  return isObject(value) ? Object.entries(value).flatMap(([name, item]) => stringsIn(item, `${path}.${name}`)) : []
}

function insideOf(text: string, path: string): readonly Found[] {
  if (!/^\s*[[{]/.test(text)) return []
  try {
    return stringsIn(JSON.parse(text), path)
  } catch {
    return []
  }
}
