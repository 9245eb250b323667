import { HEADER_CATALOGUE, isListFormat } from '../headers/catalogue.ts'
import { foldHeaderName } from '../headers/header-name.ts'
import { ASSERTION_HEADER, CLOUDFLARE_IPV6_HEADER, CLOUDFLARE_WORKER_HEADER } from '../headers/own-names.ts'
import type { PolicyRules } from './policy-rules.ts'

/** What a policy has to know of one header name. */
export type KnownName = {
  /** Where the header's lines are kept for the walk; negative if the walk never asks for them. */
  readonly slot: number
  /** True if it says who the client is, so that a stranger who sends it is trying to forge. */
  readonly isClaim: boolean
  readonly isList: boolean
}

export type NameIndex = {
  /** A place for each header that the walk may ask for, all of them empty: to be copied for a request. */
  readonly noLines: readonly undefined[]
  /** By the name in lower case. */
  readonly find: (lowerCaseName: string) => KnownName | undefined
  /** True for another spelling of a known name that an application might read as that name. */
  readonly isAlias: (lowerCaseName: string) => boolean
  /** The slot of a header that the rules consult. */
  readonly slotOf: (name: string) => number
}

const NEVER_FOLDS = /^[a-z0-9-]*$/

/** Gives a slot to every header that the rules consult, and knows every other one that counts as a claim. */
export function indexNames(rules: PolicyRules): NameIndex {
  const known = new Map<string, KnownName>()
  for (const { name, format } of rules.headers) {
    if (!known.has(name)) known.set(name, { slot: known.size, isClaim: true, isList: isListFormat(format) })
  }
  const proofs = rules.groups.flatMap(({ proof }) => proof?.header ?? [])
  for (const name of [...proofs, CLOUDFLARE_WORKER_HEADER]) {
    if (!known.has(name)) known.set(name, { slot: known.size, isClaim: false, isList: false })
  }
  if (!known.has(CLOUDFLARE_IPV6_HEADER)) {
    known.set(CLOUDFLARE_IPV6_HEADER, { slot: known.size, isClaim: true, isList: false })
  }
  const noLines = Array.from(known, () => undefined)
  for (const { name, format } of [...HEADER_CATALOGUE, ASSERTION]) {
    if (!known.has(name)) known.set(name, { slot: -1, isClaim: true, isList: isListFormat(format) })
  }
  return {
    noLines,
    find: (name) => known.get(name),
    isAlias: (name) => !NEVER_FOLDS.test(name) && known.has(foldHeaderName(name)),
    slotOf: (name) => known.get(name)?.slot ?? -1,
  }
}

const ASSERTION = { name: ASSERTION_HEADER, format: 'address' } as const
