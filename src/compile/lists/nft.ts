import { byFamily } from './by-family.ts'
import { commentLines, joinLines } from './comment-lines.ts'
import { identifierOf } from './list-name.ts'
import type { ListTarget } from './list-target.ts'

/** `NFT_SET_MAXNAMELEN` is 256 with the byte that ends a name; this leaves room, and lines stay readable. */
const LONGEST_NAME = 63

/**
 * Commands for `nft -f`, which does all of a file or nothing: the sets are emptied and filled in one step, and the rules
 * that name them stay.
 */
export const NFT: ListTarget = {
  name: 'nft',
  // Unless it has auto-merge, a set of intervals refuses those that overlap.
  takesNoNested: true,
  write: ({ provider, prefixes }, head) => {
    const name = identifierOf(provider, { target: 'nft', what: 'the name of a set', longest: LONGEST_NAME })
    const { ipv4, ipv6 } = byFamily(prefixes)
    return joinLines(
      commentLines([
        ...head,
        '',
        `Use: nft -f <this file>; in rules of that table: ip saddr @${name}_v4, ip6 saddr @${name}_v6`,
      ]),
      ['add table inet ipseal'],
      replaceSet(`${name}_v4`, 'ipv4_addr', ipv4),
      replaceSet(`${name}_v6`, 'ipv6_addr', ipv6),
    )
  },
}

function replaceSet(name: string, type: 'ipv4_addr' | 'ipv6_addr', members: readonly string[]): readonly string[] {
  const set = `inet ipseal ${name}`
  return [
    `add set ${set} { type ${type}; flags interval; }`,
    `flush set ${set}`,
    ...(members.length === 0 ? [] : [`add element ${set} {`, ...members.map((member) => `    ${member},`), '}']),
  ]
}
