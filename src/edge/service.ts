import type { HeaderLine } from '../headers/header-line.ts'
import type { RequestFacts } from '../resolve/resolve.ts'
import type { Edge } from './edge.ts'
import type { LogRecord } from './log-record.ts'
import type { Transport } from './transport.ts'

/** Tells what a runtime knows of a request, given the header lines that a policy looks at, their names in lower case. */
export type ReadFacts<Context = void> = (
  lines: readonly HeaderLine[],
  request: Request,
  context: Context,
) => RequestFacts

/**
 * An edge at work: what it knows, the runtime it works on, and who is told about each request. `Context` is what that
 * runtime knows of a request besides the `Request` itself, such as the event that it came in.
 */
export type EdgeService<Context = void> = {
  readonly edge: Edge
  readonly readFacts: ReadFacts<Context>
  /** The platform's own id for a request, undefined if it has none. */
  readonly readRequestId: (request: Request, context: Context) => string | undefined
  readonly transport: Transport
  readonly report: (record: LogRecord) => void
}
