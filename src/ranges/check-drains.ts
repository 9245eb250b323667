import { describeKind, describeValue } from '../fault/escape-text.ts'
import { containsPrefix, type Prefix, requirePrefix } from '../net/prefix.ts'
import { findSharing, spaceOf } from './address-space.ts'
import { readCanonicalPrefixes } from './read-canonical-prefixes.ts'
import type { PendingRemoval } from './record.ts'
import { MAX_DRAIN_SECONDS } from './record-limits.ts'

/** Returns what drains of a record if it is as `applyUpdate` writes it; else the fault, a text. */
export function checkDrains(
  value: unknown,
  prefixes: readonly string[],
  checkedAt: number,
): readonly PendingRemoval[] | string {
  if (!Array.isArray(value)) return `pending is a list; got ${describeKind(value)}`
  const pending: PendingRemoval[] = []
  for (const entry of value) {
    const drain = readDrain(entry, checkedAt)
    if (typeof drain === 'string') return drain
    pending.push(drain)
  }
  const blocks = readCanonicalPrefixes(
    pending.map(({ prefix }) => prefix),
    'pending',
  )
  return typeof blocks === 'string' ? blocks : (findShared(blocks, prefixes) ?? pending)
}

/** A time beyond the longest drain would be trust that no refresh ends. */
function readDrain(entry: unknown, checkedAt: number): PendingRemoval | string {
  if (typeof entry !== 'object' || entry === null || !('prefix' in entry) || !('until' in entry)) {
    return `pending holds {"prefix":…,"until":…}; got ${describeKind(entry)}`
  }
  const { prefix, until } = entry
  if (typeof prefix !== 'string') return `pending holds canonical CIDR blocks; got ${describeValue(prefix)}`
  const last = checkedAt + MAX_DRAIN_SECONDS
  const isSane = typeof until === 'number' && Number.isInteger(until) && until > checkedAt && until <= last
  if (isSane) return { prefix, until }
  const received = typeof until === 'number' ? String(until) : describeValue(until)
  return `pending ends in whole Unix seconds after checkedAt, and by ${last}; got ${received}`
}

function findShared(blocks: readonly string[], prefixes: readonly string[]): string | undefined {
  const space = spaceOf(prefixes.map(requirePrefix))
  let last: Prefix | undefined
  for (const block of blocks.map(requirePrefix)) {
    if (findSharing(space, block) !== undefined) return `pending holds what is no longer in prefixes; got ${block.text}`
    // In order, so that whatever is inside of a block follows it before anything else does.
    if (last !== undefined && containsPrefix(last, block))
      return `pending holds an address once; got ${block.text} twice`
    last = block
  }
  return undefined
}
