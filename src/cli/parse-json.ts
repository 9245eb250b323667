/** A JSON text as the value it stands for, or what is wrong with its syntax, without any of the text: it may be a key. */
export type ParsedJson = { readonly value: unknown } | { readonly fault: string }

export function parseJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { fault: error instanceof Error ? hideText(error.message) : 'unreadable' }
  }
}

/** V8 quotes the text around an unexpected token; its other messages give a position instead. */
function hideText(message: string): string {
  const token = /^Unexpected token '.{1,2}'/su.exec(message)
  if (token !== null) return token[0]
  return message.includes('"') ? 'unreadable' : message
}
