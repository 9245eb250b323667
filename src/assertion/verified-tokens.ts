import type { JsonObject } from './json-object.ts'
import type { KeySet, VerificationKey } from './key-set.ts'

/** A fixed number, whatever clients send: some 6 MB of ordinary tokens, and at most 30. */
export const MAX_VERIFIED_TOKENS = 4096

/** What a token said whose signature has been checked, and by which key. */
export type VerifiedToken = { readonly claims: JsonObject; readonly key: VerificationKey }

/** Tokens whose signatures held, by the whole header line that they came in. */
export type VerifiedTokens = {
  readonly find: (line: string) => VerifiedToken | undefined
  readonly keep: (line: string, token: VerifiedToken) => void
  readonly size: () => number
}

/**
 * Returns an empty store of verified tokens.
 *
 * It spares the signature, which costs more than all else together, and nothing else: an edge seals each client's
 * requests with one token for a quarter of a minute, so nearly all of them come again. Time, audience and binding are for
 * the caller to check each time. Two halves take turns: when the younger is full, the older one is forgotten, and what is
 * still asked for moves over.
 */
export function createVerifiedTokens(): VerifiedTokens {
  let young = new Map<string, VerifiedToken>()
  let old = new Map<string, VerifiedToken>()

  const keep = (line: string, token: VerifiedToken): void => {
    if (young.size >= MAX_VERIFIED_TOKENS / 2) {
      old = young
      young = new Map()
    }
    young.set(line, token)
  }

  const find = (line: string): VerifiedToken | undefined => {
    const found = young.get(line)
    if (found !== undefined) return found
    const aged = old.get(line)
    if (aged !== undefined) {
      old.delete(line)
      keep(line, aged)
    }
    return aged
  }

  return { find, keep, size: () => young.size + old.size }
}

/** A key set that is loaded anew is another object, and begins without tokens; the old one takes its tokens along. */
const tokensByKeySet = new WeakMap<KeySet, VerifiedTokens>()

/** Returns the tokens that were verified with these keys. */
export function verifiedTokensOf(keys: KeySet): VerifiedTokens {
  const known = tokensByKeySet.get(keys)
  if (known !== undefined) return known
  const tokens = createVerifiedTokens()
  tokensByKeySet.set(keys, tokens)
  return tokens
}
