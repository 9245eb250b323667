/** How the value of a header is written. The first two hold one address; the last two are lists that proxies append to. */
export type HeaderFormat = 'address' | 'address-port' | 'x-forwarded-for' | 'forwarded'

/** True for formats that proxies append to, false for those that hold one address. */
export function isListFormat(format: HeaderFormat): boolean {
  return format === 'x-forwarded-for' || format === 'forwarded'
}
