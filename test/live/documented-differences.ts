import { readFileSync } from 'node:fs'
import type { SentRequest } from './sent-request.ts'
import { OWN_RANGES } from './shared-policies.ts'

/** A row of docs/differences.md: a kind of difference, and its example where it has one. */
export type DocumentedDifference = {
  readonly id: string
  readonly example: SentRequest | undefined
  /** What the page says that each answers; undefined where it points to another row. */
  readonly ipseal: string | undefined
  readonly nginx: string | undefined
  readonly 'proxy-addr': string | undefined
}

const PAGE = new URL('../../docs/differences.md', import.meta.url)

export function readDocumentedDifferences(): readonly DocumentedDifference[] {
  return readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map(readRow)
}

function readRow(line: string): DocumentedDifference {
  const [, id = '', header, ipseal, nginx, proxyAddr] = line.split('|').map(readCell)
  return { id, example: header === undefined ? undefined : sendAlone(header), ipseal, nginx, 'proxy-addr': proxyAddr }
}

/** The code in a cell that holds nothing else. */
function readCell(cell: string): string | undefined {
  return /^ `([^`]*)` $/.exec(cell)?.[1]?.replaceAll('⇥', '\t')
}

function sendAlone(header: string): SentRequest {
  return { policy: OWN_RANGES, peer: '127.1.2.3', headerName: 'X-Forwarded-For', lines: [header] }
}
