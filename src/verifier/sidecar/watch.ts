import type { Socket } from 'node:net'
import type { SidecarLimits } from './limits.ts'

/** An exchange with the application, as far as its limits of time are concerned. */
export type Watched = {
  readonly outgoing: { readonly socket: Socket | null }
  /** The request is sent, and there is no answer yet. */
  isAnswerOwed: boolean
  quietSeconds: number
  bytesSeen: number
  /** Where it stands in the watch; -1 outside. */
  place: number
  readonly whenTooLong: () => void
}

/** One timer for all exchanges of a sidecar: one for each would be set and cleared, and hardly ever fire. */
export type Watch = {
  readonly add: (watched: Watched) => void
  readonly remove: (watched: Watched) => void
}

type Limits = Pick<SidecarLimits, 'upstreamTimeoutSeconds' | 'idleTimeoutSeconds'>

/** Limits are passed by at most this much. */
const LONGEST_STEP_SECONDS = 1

/**
 * Returns a watch over exchanges in which the application owes an answer for too long, or no byte moves to or from it.
 * Its timer runs only while there is something to watch, and keeps no process alive.
 */
export function createWatch(limits: Limits): Watch {
  const shortest = Math.min(limits.upstreamTimeoutSeconds, limits.idleTimeoutSeconds)
  const stepSeconds = Math.min(LONGEST_STEP_SECONDS, shortest / 4)
  // No Set: the tables that one outgrows keep what they held until the next full collection, which costs a tenth of all.
  const all: Watched[] = []
  let timer: ReturnType<typeof setInterval> | undefined
  const lookAtAll = (): void => {
    for (const watched of all.slice()) {
      if (isQuietTooLong(watched, limits)) watched.whenTooLong()
      // Counted after the look: what was added just now has not been quiet for a whole step.
      watched.quietSeconds += stepSeconds
    }
    if (all.length > 0) return
    clearInterval(timer)
    timer = undefined
  }
  return {
    add: (watched) => {
      watched.place = all.push(watched) - 1
      timer ??= setInterval(lookAtAll, stepSeconds * 1000)
    },
    remove: (watched) => {
      const last = watched.place === -1 ? undefined : all.pop()
      if (last !== undefined && last !== watched) {
        all[watched.place] = last
        last.place = watched.place
      }
      watched.place = -1
    },
  }
}

function isQuietTooLong(watched: Watched, { upstreamTimeoutSeconds, idleTimeoutSeconds }: Limits): boolean {
  const { socket } = watched.outgoing
  // Until there is a connection the application owes that.
  if (watched.isAnswerOwed || socket === null || socket.connecting) {
    return watched.quietSeconds >= upstreamTimeoutSeconds
  }
  const bytes = socket.bytesRead + socket.bytesWritten
  if (bytes !== watched.bytesSeen) {
    watched.bytesSeen = bytes
    watched.quietSeconds = 0
  }
  return watched.quietSeconds >= idleTimeoutSeconds
}
