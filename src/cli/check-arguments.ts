import { UsageError } from './errors.ts'

/** What every JWK and every PEM file has, and nothing else that an option takes. */
const KEY_MARK = /"kty"\s*:|-----BEGIN /

/**
 * Refuses a key among the arguments before any of them can get into a message: other users of the machine can read
 * arguments, and shells keep them.
 */
export function checkArguments(args: readonly string[]): void {
  const index = args.findIndex((argument) => KEY_MARK.test(argument))
  if (index === -1) return
  const place = `argument ${index + 1} holds a key, and keys come from files or standard input (-) alone`
  throw new UsageError(`${place}. If it is a private one, take it for leaked: it is in the history of your shell`)
}
