import { readAddress } from '../../src/net/address.ts'
import { buildPrefixTable } from '../../src/net/prefix-table.ts'
import type { Lookups } from '../inputs.ts'
import type { Candidate } from '../interleave.ts'
import type { TrustList } from '../prefixes.ts'

type IsMember = (text: string) => boolean

/** From the text of an address to whether the list holds it, by this project's strict parser and prefix table. */
export function prefixTableCandidate(lookups: Lookups, trust: TrustList): Candidate {
  const table = buildPrefixTable(trust.prefixes.map((prefix) => ({ prefix, label: true })))
  const words = new Uint32Array(4)
  return membershipCandidate(lookups, (text) => {
    const family = readAddress(words, text, 0, text.length)
    return family !== 0 && table.find(words, family) === true
  })
}

/** The same by Node's own list, which has to be told the family: a colon is the cheapest way to know it. */
export function blockListCandidate(lookups: Lookups, { blockList }: TrustList): Candidate {
  return membershipCandidate(lookups, (text) => blockList.check(text, text.includes(':') ? 'ipv6' : 'ipv4'))
}

function membershipCandidate({ inside, outside }: Lookups, isMember: IsMember): Candidate {
  const wrong = inside.find((text) => !isMember(text)) ?? outside.find(isMember)
  if (wrong !== undefined) throw new RangeError(`membership of ${wrong}: two lists disagree`)
  const texts = inside.flatMap((text, i) => [text, outside[i] ?? text])
  const run = (): number => {
    let members = 0
    for (const text of texts) if (isMember(text)) members++
    return members
  }
  return { operations: texts.length, run }
}
