import type { Edge } from './edge.ts'
import type { LogRecord } from './log-record.ts'
import type { Transport } from './transport.ts'
import type { ReadFacts } from './visit.ts'

/** An edge at work: what it knows, the runtime it works on, and who is told about each request. */
export type EdgeService = {
  readonly edge: Edge
  readonly readFacts: ReadFacts
  readonly transport: Transport
  readonly report: (record: LogRecord) => void
}
