import type { ListCursor } from '../headers/list-cursor.ts'
import type { Address, Family } from '../net/address.ts'
import type { Inbound, Lines } from './inbound.ts'
import type { Policy } from './policy.ts'
import type { Hop } from './resolution.ts'

/** How far one list header has been used. */
export type ListUse = {
  readonly slot: number
  readonly cursor: ListCursor
  readonly next: ListUse | undefined
  /** How many hops the list has accounted for; the peer counts from the start, since nobody appends their own address. */
  accountedHops: number
}

/**
 * A walk along the path of one request, standing at one address. The only thing that changes while a request is resolved:
 * one for each, moved by step, take-address and traps, so that a hop allocates little more than its text.
 */
export type Walk = {
  readonly policy: Policy
  readonly inbound: Inbound
  /** The addresses passed, the peer first. */
  readonly hops: Hop[]
  /** The lists used so far, the latest first; nearly always one. */
  lists: ListUse | undefined
  /** Where the walk stands. The words of this address are in the policy's scratch. */
  address: Address
  family: Family
  via: string
  /** The header being asked, for the report of a refusal. */
  asking: string | undefined
}

/** The lines of a header that has a slot, by its name in lower case. */
export function linesOf(walk: Walk, name: string): Lines | undefined {
  return walk.inbound.lines[walk.policy.names.slotOf(name)]
}
