import { ADDRESS_CLAIMS, LIST_CLAIMS } from '../headers/claim-names.ts'
import { isListFormat } from '../headers/header-format.ts'
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
  /** True for another spelling of a known name that an application might read as that name. It is never asked. */
  readonly isAlias: boolean
}

export type NameIndex = {
  /** A place for each header that the walk may ask for, all of them empty: to be copied for a request. */
  readonly noLines: readonly undefined[]
  /** What is known of a name as it was received; undefined if nothing is. */
  readonly find: (name: string) => KnownName | undefined
  /** The slot of a header that the rules consult, by its name in lower case. */
  readonly slotOf: (name: string) => number
}

/** Spellings that are remembered. Browsers use a few dozen; a client that invents more must not fill our memory. */
const MAX_SPELLINGS = 1024

/** Longer names than any that is known, aliases included, are not worth the room. */
const MAX_SPELLING_LENGTH = 64

const ALIAS: KnownName = { slot: -1, isClaim: true, isList: true, isAlias: true }

/** Gives a slot to every header that the rules consult, and knows every other one that counts as a claim. */
export function indexNames(rules: PolicyRules): NameIndex {
  const known = new Map<string, KnownName>()
  const add = (name: string, entry: Omit<KnownName, 'isAlias'>): void => {
    if (!known.has(name)) known.set(name, { ...entry, isAlias: false })
  }
  for (const { name, format } of rules.headers)
    add(name, { slot: known.size, isClaim: true, isList: isListFormat(format) })
  const proofs = rules.groups.flatMap(({ proof }) => proof?.header ?? [])
  for (const name of [...proofs, CLOUDFLARE_WORKER_HEADER])
    add(name, { slot: known.size, isClaim: false, isList: false })
  add(CLOUDFLARE_IPV6_HEADER, { slot: known.size, isClaim: true, isList: false })
  const noLines = Array.from(known, () => undefined)
  for (const name of LIST_CLAIMS) add(name, { slot: -1, isClaim: true, isList: true })
  for (const name of [...ADDRESS_CLAIMS, ASSERTION_HEADER]) add(name, { slot: -1, isClaim: true, isList: false })
  return { noLines, find: rememberSpellings(known), slotOf: (name) => known.get(name)?.slot ?? -1 }
}

/** Folding a name costs more than all else that is done with it, and clients send the same few names again and again. */
function rememberSpellings(known: ReadonlyMap<string, KnownName>): NameIndex['find'] {
  const spellings = new Map<string, KnownName | undefined>(known)
  return (name) => {
    const found = spellings.get(name)
    if (found !== undefined || spellings.has(name)) return found
    const entry = known.get(name.toLowerCase()) ?? (known.has(foldHeaderName(name)) ? ALIAS : undefined)
    if (spellings.size < MAX_SPELLINGS && name.length <= MAX_SPELLING_LENGTH) spellings.set(name, entry)
    return entry
  }
}
