import type { Observers } from './demo-path.ts'

/** What the parts of the path said of one request. */
export type Sightings = {
  readonly edge: string | undefined
  readonly loadBalancer: string | undefined
  readonly origin: string | undefined
}

export type Observer = Observers & {
  /** What was seen since the last call; waits a moment for the Worker's log if the request went through the edge. */
  readonly collect: (isThroughEdge: boolean) => Promise<Sightings>
}

const LOG_WAIT_MS = 2000

/** Listens to the log of the edge and to the events of the origin. Requests have to be sent one after the other. */
export function createObserver(): Observer {
  let seen: { -readonly [Part in keyof Sightings]: Sightings[Part] } = nothingSeen()
  let onEdgeSeen: (() => void) | undefined
  const waitForEdge = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, LOG_WAIT_MS)
      onEdgeSeen = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  return {
    onEdgeLog: (line) => {
      seen.edge = describeEdgeLog(line) ?? seen.edge
      if (seen.edge !== undefined) onEdgeSeen?.()
    },
    onOriginEvent: (event) => {
      if (event.type === 'request') seen.loadBalancer = event.source ?? 'nobody'
      if (event.type === 'closed') seen.origin = `closed: ${event.refusal.reason}`
      if (event.type === 'verified') seen.origin = `verified ${event.client.ip}`
      if (event.type === 'refused') seen.origin = `refused: ${event.rejection.reason}`
    },
    collect: async (isThroughEdge) => {
      if (isThroughEdge && seen.edge === undefined) await waitForEdge()
      const collected = seen
      seen = nothingSeen()
      return collected
    },
  }
}

function nothingSeen(): Sightings {
  return { edge: undefined, loadBalancer: undefined, origin: undefined }
}

/** A record of the Worker is one JSON object with the outcome of a request; other lines are not ours. */
function describeEdgeLog(line: string): string | undefined {
  let record: unknown
  try {
    record = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof record !== 'object' || record === null || !('outcome' in record)) return undefined
  if ('reason' in record && typeof record.reason === 'string') return `refused: ${record.reason}`
  return 'client' in record && typeof record.client === 'string' ? `sealed ${record.client}` : String(record.outcome)
}
