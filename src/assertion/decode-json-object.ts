import { type JsonObject, readJsonObject } from './json-object.ts'

/** Bytes that are no UTF-8 are refused and a byte order mark stays, to be refused as no JSON. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Returns the text that `bytes` are in strict UTF-8, or undefined. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Returns the members of the JSON object in `bytes`, or undefined if they are anything else.
 *
 * Strictly UTF-8 (RFC 7515 section 5.2). An object that names a member twice is refused (RFC 7519 section 4 allows
 * it): readers differ on which of the two they believe.
 */
export function decodeJsonObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const text = utf8.decode(bytes)
    const members = readJsonObject(JSON.parse(text))
    return members?.size === countMembers(text) ? members : undefined
  } catch {
    return undefined
  }
}

/** Counts the members written at the top level of valid JSON text, repeated names included. */
function countMembers(text: string): number {
  let depth = 0
  let members = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    if (token === ':' && depth === 1) members++
  }
  return members
}
