import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** How two connections came to their end. */
export type JoinEnd = 'ended' | 'idle' | 'broken'

export type JoinOptions = {
  readonly idleMilliseconds: number
  /** Called once, when both are closed. */
  readonly whenOver: (end: JoinEnd) => void
}

/**
 * Makes two connections one: what comes from either goes to the other, as fast as that takes it, and so does the end of
 * either side, for a client may close its side and still wait for the answer.
 *
 * Both are over once both sides have ended, one has broken, or no byte has moved for `idleMilliseconds`. In the latter
 * two cases they are reset, for what has come through need not be all, and must not look as if it were.
 */
export function joinSockets(first: Duplex, second: Duplex, { idleMilliseconds, whenOver }: JoinOptions): void {
  let end: JoinEnd = 'ended'
  let open = 2
  const breakOff = (reason: JoinEnd): void => {
    if (end === 'ended') end = reason
    reset(first)
    reset(second)
  }
  const watch = (socket: Duplex): void => {
    socket
      .on('error', () => breakOff('broken'))
      .on('close', () => {
        // Closed before all of it has come through: whoever is left must not take it for the end.
        if (!(socket.readableEnded && socket.writableFinished)) breakOff('broken')
        open--
        if (open === 0) whenOver(end)
      })
  }
  watch(first)
  watch(second)
  first.pipe(second).pipe(first)
  // Each byte touches both sockets, so the timer of one sees all of them.
  if (first instanceof Socket) first.setTimeout(idleMilliseconds, () => breakOff('idle'))
}

/** Ends a connection so that the other side does not take it for the end of what was sent, where there is TCP. */
export function reset(socket: Duplex): void {
  if (socket instanceof Socket) socket.resetAndDestroy()
  else socket.destroy()
}
