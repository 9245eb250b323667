import { pickMember, pickStranger, type TrustList } from './prefixes.ts'
import { pickInteger, pickOne, type Random } from './random.ts'

/** One request as both sides get it, and who its client is by construction. */
export type ForwardedRequest = { readonly peer: string; readonly forwardedFor: string; readonly client: string }

/**
 * `honest`: every entry but the leftmost is a trusted proxy's, so that all have to be read.
 * `forged`: the rightmost entry is the client, and everything to its left the client made up.
 */
export type Shape = { readonly kind: 'honest' | 'forged'; readonly entries: number }

/** Chains of one, three and ten entries, honest and forged, in equal parts. */
export const MIXED_SHAPES: readonly Shape[] = [1, 3, 10].flatMap((entries) => [
  { kind: 'honest', entries },
  { kind: 'forged', entries },
])

const REQUESTS = 600

/** Draws requests of `shapes` in turn. A quarter of all addresses are IPv6; the peer is always trusted. */
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
    Array.from({ length: REQUESTS / 2 }, () => flatten(pick(random, trust, pickFamily(random))))
  return { inside: draw(pickMember), outside: draw(pickStranger) }
}

function drawRequest(random: Random, trust: TrustList, { kind, entries }: Shape): ForwardedRequest {
  const client = pickStranger(random, trust, pickFamily(random))
  const pickProxy = (): string => pickMember(random, trust, pickFamily(random))
  const chain =
    kind === 'honest'
      ? [client, ...Array.from({ length: entries - 1 }, pickProxy)]
      : [...forgeEntries(random, entries - 1), client]
  const peer = pickMember(random, trust, pickFamily(random))
  return { peer: flatten(peer), forwardedFor: flatten(chain.join(', ')), client: flatten(client) }
}

/** All of one kind, so that a reader who looks too far to the left for something is not saved by finding it early. */
function forgeEntries(random: Random, count: number): string[] {
  const octet = pickInteger(random, 1, 254)
  const kinds = [`192.0.2.${octet}`, `2001:db8::${octet}`, `198.51.100.${octet}:443`, '"unknown', '10.0.0.1']
  return new Array<string>(count).fill(pickOne(random, kinds))
}

function pickFamily(random: Random): 4 | 6 {
  return random() < 0.25 ? 6 : 4
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
