/** A prefix as envoy.config.core.v3.CidrRange has it. */
export function splitCidr(prefix: string): { readonly address_prefix: string; readonly prefix_len: number } {
  const slash = prefix.lastIndexOf('/')
  return { address_prefix: prefix.slice(0, slash), prefix_len: Number(prefix.slice(slash + 1)) }
}
