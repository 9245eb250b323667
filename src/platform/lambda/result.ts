import { collectBody } from './body.ts'
import type { ResultShape } from './event.ts'
import { fromByteString } from './headers.ts'

/** The JSON that a trigger turns into a response. */
export type LambdaResult = {
  readonly statusCode: number
  readonly statusDescription?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>
  readonly cookies?: readonly string[]
  readonly body: string
  readonly isBase64Encoded: boolean
}

/** Why a response could not be handed over. */
export type ResultFault = 'too-large' | 'broken-off'

const MEBIBYTE = 1_048_576

/** "Lambda quotas", invocation payload; Lambda names the exact number when it refuses one. */
const INVOCATION_LIMIT_BYTES = 6_291_556

/** JSON writes a control character in six bytes, so that a body under an eighth of the limit fits with its headers. */
const CERTAIN_SHARE = 8

/**
 * Writes a response as the trigger wants it, as text where it is UTF-8 and in base64 where it is not.
 *
 * A REST API decodes base64 only for its binary media types, so that text must not depend on them. Bytes come through
 * unchanged either way. A response that is too large for the trigger is a fault, and so is one that ends too soon or has
 * not ended at the deadline.
 */
export async function toResult(
  response: Response,
  shape: ResultShape,
  deadline?: AbortSignal,
): Promise<LambdaResult | ResultFault> {
  const limitBytes = limitOf(shape)
  const bytes = await readBytes(response, limitBytes, deadline)
  if (typeof bytes === 'string') return bytes
  const result = { statusCode: response.status, ...headMembers(response, shape), ...bodyMembers(bytes) }
  const isCertain = bytes.length < limitBytes / CERTAIN_SHARE
  return isCertain || Buffer.byteLength(JSON.stringify(result)) <= limitBytes ? result : 'too-large'
}

/** The largest result of a trigger, as JSON. */
function limitOf(shape: ResultShape): number {
  switch (shape) {
    case 'payload-1':
    case 'payload-2':
      return INVOCATION_LIMIT_BYTES
    case 'alb':
    case 'alb-multi-value':
    case 'any':
      // "Lambda functions as targets" in the ELB guide.
      return MEBIBYTE
  }
}

/** A body without an end, as of server-sent events, would hold the function until the platform ends it. */
async function readBytes(
  { body }: Response,
  limitBytes: number,
  deadline: AbortSignal | undefined,
): Promise<Uint8Array | ResultFault> {
  if (body === null) return new Uint8Array()
  const bounded =
    deadline === undefined
      ? body
      : body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal: deadline })
  try {
    return await collectBody(bounded, limitBytes)
  } catch {
    return 'broken-off'
  }
}

function bodyMembers(bytes: Uint8Array): Pick<LambdaResult, 'body' | 'isBase64Encoded'> {
  try {
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isBase64Encoded: false }
  } catch {
    return { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true }
  }
}

function headMembers(response: Response, shape: ResultShape): Partial<LambdaResult> {
  const { headers } = response
  const cookies = headers.getSetCookie().map(fromByteString)
  const single = singleHeaders(headers)
  switch (shape) {
    case 'payload-1':
      return { multiValueHeaders: multiValueHeaders(single, cookies) }
    case 'payload-2':
      return { headers: single, ...(cookies.length > 0 && { cookies }) }
    case 'alb':
      return { statusDescription: describeStatus(response), headers: { ...single, ...spellApart(cookies) } }
    case 'alb-multi-value':
      return { statusDescription: describeStatus(response), multiValueHeaders: multiValueHeaders(single, cookies) }
    case 'any':
      return {
        statusDescription: describeStatus(response),
        headers: single,
        multiValueHeaders: multiValueHeaders(single, []),
      }
  }
}

/** All but cookies, each with its lines joined. The length is left to the trigger, which may encode the body anew. */
export function singleHeaders(headers: Headers): Readonly<Record<string, string>> {
  const kept = [...headers].filter(([name]) => name !== 'set-cookie' && name !== 'content-length')
  return Object.fromEntries(kept.map(([name, value]) => [name, fromByteString(value)]))
}

export function multiValueHeaders(
  single: Readonly<Record<string, string>>,
  cookies: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const lists = Object.entries(single).map(([name, value]) => [name, [value]] as const)
  return Object.fromEntries(cookies.length === 0 ? lists : [...lists, ['set-cookie', cookies]])
}

const COOKIE_LETTERS = 'setcookie'.split('')

/**
 * Cookies under names that differ in case alone: without multi-value headers a load balancer takes one value for each
 * name, and passes every spelling on. There is room for 512 of them.
 */
function spellApart(cookies: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(cookies.map((cookie, i) => [spelling(i), cookie]))
}

function spelling(number: number): string {
  const letters = COOKIE_LETTERS.map((letter, i) => ((number >> i) & 1 ? letter.toUpperCase() : letter))
  return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`
}

/** The origin's own words. Nobody reads them (RFC 9112 section 4); the table that Node has costs 28 ms to load. */
function describeStatus({ status, statusText }: Response): string {
  return `${status} ${statusText === '' ? 'Status' : statusText}`
}
