import { byFamily } from './by-family.ts'
import { commentLines, joinLines } from './comment-lines.ts'
import { labelOf } from './list-name.ts'
import type { ListTarget } from './list-target.ts'

/** `IPSET_MAXNAMELEN` is 32 with the byte that ends a name: include/uapi/linux/netfilter/ipset/ip_set.h. */
const LONGEST_NAME = 31 - 'ipseal--v4-new'.length

const MOST_MEMBERS = 65_536

/**
 * A script for `ipset restore`. Each set is filled aside and swapped in whole, so that no packet meets half a list, and
 * rules that name the sets stay.
 */
export const IPSET: ListTarget = {
  name: 'ipset',
  limit: {
    most: MOST_MEMBERS,
    because: 'ipset gives a set no more unless it is made with another maxelem, which then no longer can be changed',
    nextStep: 'Use nft, whose sets have no such limit',
  },
  write: ({ provider, prefixes }, head) => {
    const name = labelOf(provider, { target: 'ipset', what: 'the name of a set', longest: LONGEST_NAME })
    const { ipv4, ipv6 } = byFamily(prefixes)
    return joinLines(
      commentLines([...head, '', 'Use: ipset restore < <this file>']),
      replaceSet(`ipseal-${name}-v4`, 'inet', ipv4),
      replaceSet(`ipseal-${name}-v6`, 'inet6', ipv6),
    )
  },
}

function replaceSet(name: string, family: 'inet' | 'inet6', members: readonly string[]): readonly string[] {
  const aside = `${name}-new`
  return [
    `create ${name} hash:net family ${family} -exist`,
    // One that is left over from a script that was cut short.
    `create ${aside} hash:net family ${family} -exist`,
    `flush ${aside}`,
    ...members.map((member) => `add ${aside} ${member}`),
    `swap ${aside} ${name}`,
    `destroy ${aside}`,
  ]
}
