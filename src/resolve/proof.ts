import type { Lines } from './inbound.ts'

/**
 * True if exactly one line came and it equals one of `secrets`.
 *
 * Every secret is compared to its end whatever matched before, so that the time taken tells nothing of how much was
 * right; a different length is told, and is no secret. An empty list proves nothing, as does an empty secret.
 */
export function provesSecret(claimed: Lines | undefined, secrets: readonly string[]): boolean {
  if (typeof claimed !== 'string' || claimed === '') return false
  let isProven = false
  for (const secret of secrets) isProven = equalsInConstantTime(claimed, secret) || isProven
  return isProven
}

function equalsInConstantTime(claimed: string, secret: string): boolean {
  if (claimed.length !== secret.length) return false
  let difference = 0
  for (let i = 0; i < secret.length; i++) difference |= claimed.charCodeAt(i) ^ secret.charCodeAt(i)
  return difference === 0
}
