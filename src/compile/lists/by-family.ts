/** The prefixes of each family, for what keeps them apart. */
export function byFamily(prefixes: readonly string[]): {
  readonly ipv4: readonly string[]
  readonly ipv6: readonly string[]
} {
  return {
    ipv4: prefixes.filter((prefix) => !prefix.includes(':')),
    ipv6: prefixes.filter((prefix) => prefix.includes(':')),
  }
}
