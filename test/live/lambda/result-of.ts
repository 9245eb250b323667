import type { Invoked } from './runtime-api.ts'

/** A result of a trigger, as far as tests look at it. */
export type Result = {
  readonly statusCode: number
  readonly body?: string
  readonly isBase64Encoded?: boolean
  readonly headers?: Readonly<Record<string, string>>
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>
  readonly cookies?: readonly string[]
}

export function resultOf(invoked: Invoked): Result {
  if (invoked.kind !== 'result') throw new Error(`no result but ${JSON.stringify(invoked)}`)
  // Sound: the function writes no other shape, and a test fails that misses a member.
  return JSON.parse(invoked.text) as Result
}
