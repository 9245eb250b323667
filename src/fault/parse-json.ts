/**
 * The value of a JSON text, undefined if it is none.
 *
 * What the runtime says about bad JSON is left out: it quotes the text, and the text may be a private key.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
