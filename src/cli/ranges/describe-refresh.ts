import type { RefreshResult } from '../../refresh/refresh-result.ts'
import { showTime } from './show-time.ts'

const SHOWN_PREFIXES = 6

/** What became of one list, a line for each thing that somebody has to know. */
export function describeResult(result: RefreshResult, isDryRun: boolean): readonly string[] {
  const { provider, added, withdrawn, announced, record } = result
  const until = record?.pending.find(({ prefix }) => withdrawn.includes(prefix))?.until
  return [
    `${provider}: ${headOf(result, isDryRun)}`,
    ...(added.length === 0 ? [] : [`  added ${shorten(added)}`]),
    ...(withdrawn.length === 0
      ? []
      : [`  withdrawn ${shorten(withdrawn)}${until === undefined ? '' : `; trusted until ${showTime(until)}`}`]),
    ...(announced.length === 0 ? [] : [`  announced in the vendor’s wider list: ${shorten(announced)}`]),
  ]
}

function headOf({ outcome, record }: RefreshResult, isDryRun: boolean): string {
  const count = record === undefined ? 'no list' : `${record.prefixes.length} prefixes`
  switch (outcome) {
    case 'changed':
      return `${isDryRun ? 'would change to' : 'changed to'} ${count}`
    case 'unchanged':
      return `unchanged, ${count}`
    case 'refused':
      return `REFUSED; ${record === undefined ? 'there is no list' : `the last list stands, ${count}`}`
    case 'failed':
      return `not refreshed; ${record === undefined ? 'there is no list' : `the last list stands, ${count}`}`
  }
}

function shorten(prefixes: readonly string[]): string {
  const more = prefixes.length - SHOWN_PREFIXES
  return prefixes.slice(0, SHOWN_PREFIXES).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** The same for programs. */
export function answerOf({ provider, outcome, record, isWritten, added, withdrawn, announced, faults }: RefreshResult) {
  const standing = record && {
    counts: record.counts,
    acceptedAt: record.acceptedAt,
    checkedAt: record.checkedAt,
    digest: record.digest,
    pending: record.pending,
  }
  return { name: provider, outcome, written: isWritten, added, withdrawn, announced, faults, ...standing }
}
