const REGION = /^[a-z0-9-]{1,32}$/

/** What follows `?` in a reference, by name; undefined if there is another name, or one twice. */
export function readOptions(
  query: string | undefined,
  known: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const options = [...new URLSearchParams(query)]
  const names = new Set(options.map(([name]) => name))
  const isKnown = names.size === options.length && [...names].every((name) => known.includes(name))
  return isKnown ? new Map(options) : undefined
}

/** Whether this may be the name of a region of AWS: never a host or a path. */
export function isRegion(text: string): boolean {
  return REGION.test(text)
}
