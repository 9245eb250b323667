import { BlockList, isIP } from 'node:net'
import type { SentRequest } from './sent-request.ts'

/** One entry on the way from the peer to the left, as docs/resolution.md reads it. */
export type Entry = {
  /** With the tabs around it, without the spaces. */
  readonly text: string
  readonly line: string
  /** Where the entry begins and ends in its line, separators left out. */
  readonly start: number
  readonly end: number
  /** Canonical, without port and brackets, and folded if it was IPv4-mapped; undefined if it is no usable address. */
  readonly address: string | undefined
  readonly isTrusted: boolean
}

export type Ending = 'client' | 'malformed-address' | 'missing-header' | 'chain-exhausted' | 'chain-too-long'

/** A request read by hand, slowly: the entries that were looked at, and what the walk came to. */
export type Chain = {
  /** From the right; the last of them is the one that decided. */
  readonly read: readonly Entry[]
  /** What stands to the left of those. */
  readonly unread: readonly Entry[]
  readonly ending: Ending
  /** The last address that was vouched for. */
  readonly nearest: string
  /** The client, or the reason why there is none. */
  readonly answer: string
}

const MAX_HOPS = 16
const MAX_SCANNED = 8192
const UNUSABLE = /^(?:0\.0\.0\.0|255\.255\.255\.255|2(?:2[4-9]|3\d)\..*|::|ff.*)$/
const ENTRY = /^(?:\[(?<v6>[^\]]*:[^\]]*)\]|(?<v4>[^:]*))(?::(?<port>[1-9]\d{0,4}))?$/

/** Walks the chain of a request in the plainest way there is, to say what the answer must be and where it was decided. */
export function readChain(request: SentRequest): Chain {
  const trusted = blockListOf(request.policy.prefixes)
  const entries = entriesOf(request, trusted).toReversed()
  if (!trusted.check(request.peer)) return ended(entries, 0, request.peer, 'client', request.peer)
  throw new Error()
}
