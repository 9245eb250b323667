import type { ReadFacts } from '../../edge/service.ts'
import { LIST_CLAIMS } from '../../headers/claim-names.ts'
import { isListFormat } from '../../headers/header-format.ts'
import type { HeaderLine } from '../../headers/header-line.ts'
import type { Address } from '../../net/address.ts'
import type { RequestFacts } from '../../resolve/resolve.ts'
import type { Settings } from '../../settings/settings.ts'
import type { LambdaEvent } from './event.ts'
import { createPeerReader, readEntry } from './peer.ts'

const FORWARDED_FOR = 'x-forwarded-for'

/**
 * What stands in place of a list whose end is not the platform's word: whoever walks into it is refused, as
 * `malformed-address`, and it still counts as an attempt where nobody does.
 */
const UNREADABLE_LIST = ''

/**
 * Returns what tells the peer of a request that came in an event, and which of its headers may be looked at.
 *
 * The peer is what the trigger itself says. An ALB says it in X-Forwarded-For alone, so that there it is believed only
 * where the settings promise `peer: "alb-append"`. What the trigger appended to that header is taken out; what stands
 * before it is left for the policy, as the word of whoever the peer is.
 */
export function createFactsReader(settings: Settings): ReadFacts<LambdaEvent> {
  const readPeer = createPeerReader(settings.trust)
  const lists = listNames(settings)
  return (lines, _request, event) => {
    switch (event.trigger) {
      case 'function-url':
        // Of X-Forwarded-For only the left end arrives, which is the client's; to the others nobody has appended.
        return { peer: readPeer(event), headers: lines.filter(([name]) => !lists.has(name)) }
      case 'http-api':
        return withoutAppended(lines, readPeer(event), 1)
      case 'rest-api':
        // An edge-optimised API stands behind a distribution of AWS, which appends the peer; then the API appends it. A
        // private API has none before it, and what stands left of its last entry is the client's.
        return withoutAppended(lines, readPeer(event), event.isPrivate ? 1 : 2)
      case 'alb':
        return settings.peer === 'alb-append' ? takePeer(lines) : { peer: undefined, headers: lines }
    }
  }
}

function listNames({ headers, shadow }: Settings): ReadonlySet<string> {
  const configured = [...headers, ...(shadow?.headers ?? [])].filter(({ format }) => isListFormat(format))
  return new Set([...LIST_CLAIMS, ...configured.map(({ name }) => name)])
}

/** Takes out what the platform appended: the entry that repeats the peer, which is among the last `reach`, and on. */
function withoutAppended(lines: readonly HeaderLine[], peer: Address | undefined, reach: number): RequestFacts {
  const headers = lines.flatMap((line): readonly HeaderLine[] => {
    if (line[0] !== FORWARDED_FOR) return [line]
    let unread: string | undefined = line[1]
    for (let taken = 0; taken < reach && unread !== undefined; taken++) {
      const { entry, rest } = splitLast(unread)
      if (peer !== undefined && readEntry(entry) === peer) return lineOf(rest)
      unread = rest
    }
    return lineOf(UNREADABLE_LIST)
  })
  return { peer, headers }
}

function takePeer(lines: readonly HeaderLine[]): RequestFacts {
  const [, list = ''] = lines.find(([name]) => name === FORWARDED_FOR) ?? []
  const { entry, rest } = splitLast(list)
  return {
    peer: readEntry(entry),
    headers: lines.flatMap((line) => (line[0] === FORWARDED_FOR ? lineOf(rest) : [line])),
  }
}

function lineOf(list: string | undefined): readonly HeaderLine[] {
  return list === undefined ? [] : [[FORWARDED_FOR, list]]
}

/** The last entry of a list, and what stands before its comma; several lines have been joined by the time they get here. */
function splitLast(list: string): { readonly entry: string; readonly rest: string | undefined } {
  const comma = list.lastIndexOf(',')
  return { entry: list.slice(comma + 1), rest: comma === -1 ? undefined : list.slice(0, comma) }
}
