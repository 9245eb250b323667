import { findUnquotedComma, readForwarded } from '../headers/forwarded.ts'
import { skipSpace, trimSpace } from '../headers/header-line.ts'
import {
  type FindComma,
  findPlainComma,
  type ListCursor,
  MAX_SCANNED_LENGTH,
  openList,
  takeEntry,
} from '../headers/list-cursor.ts'
import { type Entry, type Ports, readNode } from '../headers/read-node.ts'
import { takeDottedEntry } from '../headers/take-dotted-entry.ts'
import { CANONICAL_IPV4, familyRead, printRead, type Reading, type Span } from '../net/address.ts'
import { isUnusable } from '../net/reachability.ts'
import type { Lines } from './inbound.ts'
import type { Speaker } from './policy.ts'
import type { RefusalReason } from './resolution.ts'
import type { ListUse, Walk } from './walk.ts'

/** Moves the walk to the address that `speaker` gives; if it gives none, says why and leaves the walk to be refused. */
export function takeAddress(walk: Walk, speaker: Speaker, lines: Lines): RefusalReason | undefined {
  walk.via = speaker.header
  return speaker.isList ? takeFromList(walk, speaker, lines) : takeSingle(walk, speaker.ports, lines)
}

/** Exactly one line with exactly one address. Fetch runtimes join repeated lines, so a comma is a repetition too. */
export function takeSingle(walk: Walk, ports: Ports, lines: Lines): RefusalReason | undefined {
  if (typeof lines !== 'string') return 'repeated-header'
  const floor = Math.max(0, lines.length - MAX_SCANNED_LENGTH)
  if (findPlainComma(lines, lines.length, floor) >= 0) return 'repeated-header'
  const end = trimSpace(lines, floor, lines.length)
  const start = skipSpace(lines, floor, end)
  return floor > 0 ? 'malformed-address' : takeNode(walk, { text: lines, start, end }, ports)
}

/**
 * Takes the next entry of a list. What the walk learned elsewhere since the list's last use must stand in it first, hop
 * by hop: whoever skips that reads an entry that some other proxy wrote about some other connection.
 */
function takeFromList(walk: Walk, speaker: Speaker, lines: Lines): RefusalReason | undefined {
  const list = listOf(walk, speaker, lines)
  for (; list.accountedHops < walk.hops.length; list.accountedHops++) {
    const reason = takeEntryOf(walk, speaker, list.cursor)
    if (reason === 'chain-exhausted') return 'chain-mismatch'
    if (reason !== undefined) return reason
    if (walk.address !== walk.hops[list.accountedHops]?.address) return 'chain-mismatch'
  }
  list.accountedHops++
  return speaker.hops === undefined ? takeEntryOf(walk, speaker, list.cursor) : takeNthEntry(walk, speaker, list.cursor)
}

/** Counts as Envoy's xff_num_trusted_hops does with use_remote_address. What is skipped was not vouched for by anyone. */
function takeNthEntry(walk: Walk, speaker: Speaker, cursor: ListCursor): RefusalReason | undefined {
  for (let skipped = 1; skipped < (speaker.hops ?? 1); skipped++) {
    const taken = takeEntry(cursor, commaFinderOf(speaker))
    if (taken === 'too-long') return 'chain-too-long'
    if (taken === 'exhausted') return 'chain-too-short'
    if (cursor.start === cursor.end) return 'malformed-address'
  }
  const reason = takeEntryOf(walk, speaker, cursor)
  return reason === 'chain-exhausted' ? 'chain-too-short' : reason
}

function takeEntryOf(walk: Walk, speaker: Speaker, cursor: ListCursor): RefusalReason | undefined {
  if (speaker.isPlainList && takeDottedEntry(cursor, walk.policy.scratch)) return standAt(walk, CANONICAL_IPV4, cursor)
  const taken = takeEntry(cursor, commaFinderOf(speaker))
  if (taken === 'too-long') return 'chain-too-long'
  if (taken === 'exhausted') return 'chain-exhausted'
  if (speaker.format !== 'forwarded') return takeNode(walk, cursor, speaker.ports)
  const node = readForwarded(walk.policy.scratch, cursor.text.slice(cursor.start, cursor.end))
  // A bare family, without the mark of canonical text: the cursor holds the whole element, so the address is printed.
  return node === 'opaque' ? 'opaque-hop' : standAt(walk, node, cursor)
}

function takeNode(walk: Walk, entry: Entry, ports: Ports): RefusalReason | undefined {
  return standAt(walk, readNode(walk.policy.scratch, entry, ports), entry)
}

/** Unspecified, multicast and broadcast addresses are well-formed, and nobody's. */
function standAt(walk: Walk, reading: Reading, entry: Span): RefusalReason | undefined {
  const { scratch } = walk.policy
  const family = familyRead(reading)
  if (reading === 0 || family === 0 || isUnusable(scratch, family)) return 'malformed-address'
  walk.family = family
  walk.address = printRead(scratch, reading, entry)
  return undefined
}

function commaFinderOf(speaker: Speaker): FindComma {
  return speaker.format === 'forwarded' ? findUnquotedComma : findPlainComma
}

function listOf(walk: Walk, speaker: Speaker, lines: Lines): ListUse {
  for (let list = walk.lists; list !== undefined; list = list.next) if (list.slot === speaker.slot) return list
  walk.lists = { slot: speaker.slot, cursor: openList(lines), next: walk.lists, accountedHops: 1 }
  return walk.lists
}
