import type { ForwardedRequest } from '../inputs.ts'

/** @throws RangeError if an answer is not the client that the request was made for: what is timed must be right first. */
export function checkAnswer(name: string, request: ForwardedRequest | undefined, answer: string): void {
  if (answer === request?.client) return
  throw new RangeError(`${name}: answers ${answer} for ${JSON.stringify(request)}`)
}
