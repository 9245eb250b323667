/** The value that a JSON text stands for; undefined, which no JSON can be, for any other text. Never throws and quotes nothing. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
