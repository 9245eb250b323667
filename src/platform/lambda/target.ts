import { type JsonObject, readJsonObject } from '../../assertion/json-object.ts'

/** URL parsers drop some control characters, and end a path or a query at the others. */
const UNSAFE_IN_PATH = /[\0-\x20\x7f#?\\]/g
const UNSAFE_IN_DECODED_PATH = /[\0-\x20\x7f#?\\%]/g
const UNSAFE_IN_QUERY = /[\0-\x20\x7f#]/g

/**
 * A path as it goes into a URL: nothing in it can end it or be dropped, and what was encoded stays as it was.
 *
 * In a decoded path `%` is a character like any other. Which slashes were encoded cannot be told from it any more.
 */
export function encodePath(path: string, form: 'encoded' | 'decoded'): string {
  return path.replace(form === 'encoded' ? UNSAFE_IN_PATH : UNSAFE_IN_DECODED_PATH, percentEncode)
}

export function encodeQuery(query: string): string {
  return query.replace(UNSAFE_IN_QUERY, percentEncode)
}

/** The path without the stage of an HTTP API, which it begins with unless the stage is `$default`. */
export function stripStage(path: string, stage: unknown): string {
  if (typeof stage !== 'string' || stage === '$default') return path
  if (path === `/${stage}`) return '/'
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path
}

/**
 * Writes query parameters back into a query, with its question mark; empty if there are none, undefined if malformed.
 *
 * `encode` is for each name and value: some triggers decode them, some do not. What the trigger has lost stays lost: the
 * order of different names, and whether an empty value had an equals sign.
 */
export function readParameters(event: JsonObject, encode: (text: string) => string): string | undefined {
  const source = event.get('multiValueQueryStringParameters') ?? event.get('queryStringParameters')
  if (source === undefined || source === null) return ''
  const members = readJsonObject(source)
  if (members === undefined) return undefined
  const pairs: string[] = []
  for (const [name, value] of members) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value ?? '']
    for (const text of values) {
      if (typeof text !== 'string') return undefined
      pairs.push(`${encode(name.toWellFormed())}=${encode(text.toWellFormed())}`)
    }
  }
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
