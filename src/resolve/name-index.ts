import { HEADER_CATALOGUE, isListFormat } from '../headers/catalogue.ts'
import { foldHeaderName } from '../headers/header-name.ts'
import { ASSERTION_HEADER, CLOUDFLARE_WORKER_HEADER } from '../headers/own-names.ts'
import type { PolicyRules } from './policy.ts'

/** What a policy has to know of one header name. */
export type KnownName = {
  /** Where the header's lines are kept for the walk. */
  readonly slot: number
  /** True if it says who the client is, so that a stranger who sends it is trying to forge. */
  readonly isClaim: boolean
  readonly isList: boolean
}

export type NameIndex = {
  readonly size: number
  /** By the name in lower case. */
  readonly find: (lowerCaseName: string) => KnownName | undefined
  /** True for another spelling of a known name that an application might read as that name. */
  readonly isAlias: (lowerCaseName: string) => boolean
  readonly slotOf: (name: string) => number
}

const NEVER_FOLDS = /^[a-z0-9-]*$/

/** Gives a slot to every header that the rules consult and every one that counts as a claim. */
export function indexNames(rules: PolicyRules): NameIndex {
  const known = new Map<string, KnownName>()
  const add = (name: string, isClaim: boolean, isList: boolean): void => {
    const lower = name.toLowerCase()
    if (!known.has(lower)) known.set(lower, { slot: known.size, isClaim, isList })
  }
  for (const header of rules.headers) add(header.name, true, isListFormat(header.format))
  for (const { proof } of rules.groups) if (proof !== undefined) add(proof.header, false, false)
  for (const header of HEADER_CATALOGUE) add(header.name, true, isListFormat(header.format))
  add(ASSERTION_HEADER, true, false)
  add(CLOUDFLARE_WORKER_HEADER, false, false)
  return {
    size: known.size,
    find: (name) => known.get(name),
    isAlias: (name) => !NEVER_FOLDS.test(name) && known.has(foldHeaderName(name)),
    slotOf: (name) => known.get(name.toLowerCase())?.slot ?? -1,
  }
}
