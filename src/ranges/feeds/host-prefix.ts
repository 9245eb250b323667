/** The block of one address, as written: what is no address becomes no block, for acceptance to refuse. */
export function hostPrefix(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`
}
