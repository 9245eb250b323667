const ARROW = /\s*(?:→|->)\s*/

/** Splits the short form of a path, `cloudflare -> aws-nlb -> istio@1.30 -> app`, into its hops. */
export function splitPath(text: string): readonly string[] {
  return text.trim().split(ARROW)
}

/** Splits `istio@1.30` into the product and the version, which is undefined if there is none. */
export function splitVersion(text: string): readonly [product: string, version: string | undefined] {
  const at = text.indexOf('@')
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
