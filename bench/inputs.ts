import { pickMember, pickStranger, type TrustList } from './prefixes.ts'
import { pickInteger, pickOne, type Random } from './random.ts'

/** One request as both sides get it, and who its client is by construction. */
export type ForwardedRequest = { readonly peer: string; readonly forwardedFor: string; readonly client: string }

/**
 * `honest`: every entry but the leftmost is a trusted proxy's, so that all have to be read.
 * `forged`: the rightmost entry is the client, and everything to its left the client made up.
 */
export type Shape = {
  readonly kind: 'honest' | 'forged'
  readonly entries: number
  /** How many of all addresses are IPv6, from 0 to 1. */
  readonly ipv6Share: number
}

/** About half of all users come over IPv6 (Google's IPv6 statistics, 2026); within data centres it is far less. */
export const USERS_IPV6_SHARE = 0.5
export const PROXIES_IPV6_SHARE = 0.25

/** What a resolver meets: short and long honest chains, and forged ones up to what a header limit of 8 KiB lets through. */
export function mixedShapes(ipv6Share: number): readonly Shape[] {
  const honest = [1, 3, 10].map((entries) => ({ kind: 'honest', entries, ipv6Share }) as const)
  const forged = [3, 10, 100].map((entries) => ({ kind: 'forged', entries, ipv6Share }) as const)
  return [...honest, ...forged]
}

const REQUESTS = 600

/** Draws requests of `shapes` in turn. The peer is always trusted. */
export function drawRequests(random: Random, trust: TrustList, shapes: readonly Shape[]): readonly ForwardedRequest[] {
  return Array.from({ length: REQUESTS }, (_, i) => drawRequest(random, trust, pickAt(shapes, i)))
}

/** Replaces all that stands to the left of each request's client by `entries - 1` entries of an attacker's choice. */
export function forgeLeft(random: Random, requests: readonly ForwardedRequest[], entries: number): ForwardedRequest[] {
  return requests.map((request) => {
    return { ...request, forwardedFor: flatten([...forgeEntries(random, entries - 1), request.client].join(', ')) }
  })
}

/** As many addresses inside a list as outside it; a quarter of each are IPv6. */
export type Lookups = { readonly inside: readonly string[]; readonly outside: readonly string[] }

export function drawLookups(random: Random, trust: TrustList): Lookups {
  const draw = (pick: typeof pickMember): string[] =>
    Array.from({ length: REQUESTS / 2 }, () => flatten(pick(random, trust, pickFamily(random, PROXIES_IPV6_SHARE))))
  return { inside: draw(pickMember), outside: draw(pickStranger) }
}

function drawRequest(random: Random, trust: TrustList, { kind, entries, ipv6Share }: Shape): ForwardedRequest {
  const family = (): 4 | 6 => pickFamily(random, ipv6Share)
  const client = pickStranger(random, trust, family())
  const pickProxy = (): string => pickMember(random, trust, family())
  const chain =
    kind === 'honest'
      ? [client, ...Array.from({ length: entries - 1 }, pickProxy)]
      : [...forgeEntries(random, entries - 1), client]
  const peer = pickProxy()
  return { peer: flatten(peer), forwardedFor: flatten(chain.join(', ')), client: flatten(client) }
}

/** All of one kind, so that a reader who looks too far to the left for something is not saved by finding it early. */
function forgeEntries(random: Random, count: number): string[] {
  const octet = pickInteger(random, 1, 254)
  const kinds = [`192.0.2.${octet}`, `2001:db8::${octet}`, `198.51.100.${octet}:443`, '"unknown', '10.0.0.1']
  return new Array<string>(count).fill(pickOne(random, kinds))
}

function pickFamily(random: Random, ipv6Share: number): 4 | 6 {
  return random() < ipv6Share ? 6 : 4
}

function pickAt<Item>(items: readonly Item[], i: number): Item {
  const item = items[i % items.length]
  if (item === undefined) throw new RangeError('nothing to pick from an empty list')
  return item
}

/** Joined text is a rope until it is first read; a server hands over plain text, so both sides get plain text. */
function flatten(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}
