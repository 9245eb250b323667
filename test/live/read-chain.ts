import { isIP } from 'node:net'
import type { SentRequest } from './sent-request.ts'

/** One entry of X-Forwarded-For. */
export type Entry = {
  /** As it was sent, without the spaces around it; tabs are still there. */
  readonly sent: string
  /** The same after Node has taken spaces and tabs from both ends of the line. */
  readonly received: string
  /** The line as it was sent, without the spaces around it, and where in it the entry begins. */
  readonly line: string
  readonly start: number
  /** How far the reading has to go from the right end of the header to know the whole entry. */
  readonly reach: number
  /** Canonical, without port and brackets, folded if it was IPv4-mapped; undefined if it is no address of a host. */
  readonly address: string | undefined
  readonly isTrusted: boolean
}

type Ending = 'client' | 'malformed-address' | 'missing-header' | 'chain-exhausted' | 'chain-too-long'

/** A request read in the plainest way there is: what the answer must be, and at which entry it was decided. */
export type Chain = {
  readonly request: SentRequest
  /** All entries from the right; the walk looked at the first `readCount` of them. */
  readonly entries: readonly Entry[]
  readonly readCount: number
  readonly ending: Ending
  /** The client, or else the ending. */
  readonly answer: string
}

const MAX_HOPS = 16
export const MAX_SCANNED = 8192
const NODE = /^(?:\[([^\]]*:[^\]]*)\]|([^:]*))(?::([1-9]\d{0,4}))?$/
const SPACES = ' '
const OWS = ' \t'
const UNUSABLE = /^(?:0\.0\.0\.0|255\.255\.255\.255|2(?:2[4-9]|3\d)\..*|::|ff.*)$/

export function readChain(request: SentRequest): Chain {
  const { isTrusted } = request.policy
  const entries = splitLines(request.lines, isTrusted).toReversed()
  const end = (readCount: number, ending: Ending, answer: string = ending): Chain => {
    return { request, entries, readCount, ending, answer }
  }
  if (!isTrusted(request.peer)) return end(0, 'client', request.peer)
  if (request.lines.length === 0) return end(0, 'missing-header')
  for (const [i, { address, reach, isTrusted: goesOn }] of entries.entries()) {
    if (reach > MAX_SCANNED) return end(i + 1, 'chain-too-long')
    if (address === undefined) return end(i + 1, 'malformed-address')
    // The peer and this entry count as hops too.
    if (i + 2 > MAX_HOPS) return end(i + 1, 'chain-too-long')
    if (!goesOn) return end(i + 1, 'client', address)
  }
  return end(entries.length, 'chain-exhausted')
}

/** Returns the address in `text`, which may have a port behind it or brackets around it, in canonical form. */
export function readNodeByHand(text: string): string | undefined {
  const [, v6, v4, port] = NODE.exec(text) ?? []
  const address = isIP(text) === 6 ? text : (v6 ?? v4 ?? '')
  if (isIP(address) === 0 || address.includes('%') || Number(port ?? 1) > 65_535) return undefined
  return foldAddress(address)
}

/** The canonical text of an address, as IPv4 if it was IPv4-mapped. */
export function foldAddress(address: string): string {
  if (isIP(address) !== 6 || address.includes('%')) return address
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(canonical) ?? []
  if (high === undefined || low === undefined) return canonical
  return [high, low].flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]).join('.')
}

function splitLines(lines: readonly string[], isTrusted: (address: string) => boolean): Entry[] {
  const joined = lines.map((line) => trim(line, OWS)).join(',')
  const pieces = joined.split(',')
  let at = 0
  return lines.flatMap(placeEntries).map((place, i) => {
    const piece = pieces[i] ?? ''
    const reach = joined.length - at + (i === 0 ? 0 : 1)
    at += piece.length + 1
    const address = readNodeByHand(trim(piece, OWS))
    const isUsable = address !== undefined && !UNUSABLE.test(address)
    return {
      ...place,
      received: trim(piece, SPACES),
      reach,
      address: isUsable ? address : undefined,
      isTrusted: isUsable && isTrusted(address),
    }
  })
}

function placeEntries(wholeLine: string): Pick<Entry, 'sent' | 'line' | 'start'>[] {
  const line = trim(wholeLine, SPACES)
  let start = 0
  return line.split(',').map((piece) => {
    const place = { sent: trim(piece, SPACES), line, start }
    start += piece.length + 1
    return place
  })
}

function trim(text: string, characters: string): string {
  let [start, end] = [0, text.length]
  while (start < end && characters.includes(text.charAt(start))) start++
  while (end > start && characters.includes(text.charAt(end - 1))) end--
  return text.slice(start, end)
}
