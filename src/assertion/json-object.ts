/** The members of a JSON object from outside. A map, so that no name finds anything on a prototype. */
export type JsonObject = ReadonlyMap<string, unknown>

/** Returns the members of a value that is a plain object, or undefined. */
export function readJsonObject(value: unknown): JsonObject | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return new Map<string, unknown>(Object.entries(value))
}
