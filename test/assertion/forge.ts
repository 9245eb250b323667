import { createHmac, createPrivateKey, sign } from 'node:crypto'

/** The TEST KEYS of test/vectors/assertion-keys.json: private, published, and good for nothing else. */
export type TestKey = Readonly<Record<string, string>>

/** A part of a token: a value to write as JSON, or the very text. */
export type Part = object | string

/** Signs any header and any payload, however wrong, by node:crypto and none of the project's code. */
export function forge(header: Part, payload: Part, key: TestKey): string {
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${signRaw(signed, key).toString('base64url')}`
}

export function encode(part: Part): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')
}

export function signRaw(signed: string, key: TestKey): Buffer {
  if (key.kty === 'oct')
    return createHmac('sha256', Buffer.from(key.k ?? '', 'base64url'))
      .update(signed)
      .digest()
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' })
  const hash = key.kty === 'EC' ? 'sha256' : null
  return sign(hash, Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
}
