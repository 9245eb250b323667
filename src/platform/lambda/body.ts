import type { JsonObject } from '../../assertion/json-object.ts'

/** The bytes of an event's body, undefined if there is none. */
export function readEventBody(event: JsonObject): Uint8Array<ArrayBuffer> | undefined | 'malformed' {
  const [body, isBase64Encoded = false] = [event.get('body'), event.get('isBase64Encoded')]
  if (body === undefined || body === null || body === '') return undefined
  if (typeof body !== 'string' || typeof isBase64Encoded !== 'boolean') return 'malformed'
  return isBase64Encoded ? decodeBase64(body) : new TextEncoder().encode(body)
}

/** `Buffer` skips what is no base64. The length tells: a body that lost some of it on the way must not be passed on. */
function decodeBase64(text: string): Uint8Array<ArrayBuffer> | 'malformed' {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  const digits = text.endsWith('=') ? text.replace(/={1,2}$/, '').length : text.length
  return bytes.length === Math.floor((digits * 3) / 4) ? bytes : 'malformed'
}

/** Collects a body; `too-large` if it is longer than `maxBytes`, whereupon no more of it is read. */
export async function collectBody(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | 'too-large'> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  for (let length = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    length += value.length
    if (length > maxBytes) {
      await reader.cancel()
      return 'too-large'
    }
    chunks.push(value)
  }
}
