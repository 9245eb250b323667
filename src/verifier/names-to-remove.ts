import type { HeaderLine } from '../headers/header-line.ts'
import { foldHeaderName } from '../headers/header-name.ts'
import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../headers/own-names.ts'
import type { Output } from '../origin/outputs.ts'

/** What a pass says about the headers of a request that somebody else holds. */
type Pass = { readonly remove: (name: string) => boolean; readonly set: readonly HeaderLine[] }

/**
 * Returns the names that a gateway has to take off a request before it passes it on: those of ours in both spellings
 * that are common, and every other one that came with the request. Without the ones that are set: a gateway sets first
 * and removes then.
 */
export function namesToRemove(
  { remove, set }: Pass,
  received: readonly HeaderLine[],
  outputs: readonly Output[],
): readonly string[] {
  const own = [ASSERTION_HEADER, CLIENT_IP_HEADER, ...outputs.map(({ header }) => foldHeaderName(header))]
  const seen = received.flatMap(([name]) => (remove(name) ? [name.toLowerCase()] : []))
  const isSet = new Set(set.map(([name]) => name.toLowerCase()))
  const names = new Set([...own, ...own.map((name) => name.replaceAll('-', '_')), ...seen])
  return [...names].filter((name) => !isSet.has(name))
}
