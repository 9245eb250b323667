import type { Outcome } from './judge-reply.ts'
import type { Sightings } from './observe.ts'
import type { DemoRequest } from './requests.ts'

/** One request, what each part of the path made of it, and how it ended. */
export type DemoRow = {
  readonly request: DemoRequest
  readonly sightings: Sightings
  readonly outcome: Outcome
}

const HEAD = ['request', 'enters at', 'edge saw', 'load balancer saw', 'origin', 'the application']

/** Lays the rows out as a table in plain text. */
export function demoTable(rows: readonly DemoRow[]): string {
  const cells = rows.map(({ request, sightings, outcome }) => [
    request.name,
    request.entry,
    sightings.edge ?? '-',
    sightings.loadBalancer ?? '-',
    sightings.origin ?? '-',
    outcome.text,
  ])
  const widths = HEAD.map((head, i) => Math.max(head.length, ...cells.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n')
}
