import type { IncomingMessage } from 'node:http'
import type { Server, Socket } from 'node:net'

export type Connections = {
  /** Ends those of an HTTP server on which nothing has come. To Node they are not idle: a request may be on its way. */
  readonly destroyUnused: () => void
  /** Ends all that are open, whatever is going on in them. */
  readonly destroyAll: () => void
}

/** The events by which an HTTP server says that there is a request. */
const REQUEST_EVENTS = ['request', 'checkContinue', 'checkExpectation', 'upgrade', 'connect']

/**
 * Keeps count of the connections of a server, and closes those beyond `maxConnections`.
 *
 * They are counted where the server gets them, upgraded ones included, of which an HTTP server itself knows nothing any
 * more. Those that still owe a PROXY header are bounded by `proxyProtocol.maxWaiting`.
 */
export function boundConnections(server: Server, maxConnections: () => number): Connections {
  const open = new Set<Socket>()
  /** How much had been read of each, header of PROXY included, before its first request. */
  const unused = new Map<Socket, number>()
  server.on('connection', (socket: Socket) => {
    if (open.size >= maxConnections()) {
      socket.destroy()
      return
    }
    open.add(socket)
    unused.set(socket, socket.bytesRead)
    socket.once('close', () => {
      open.delete(socket)
      unused.delete(socket)
    })
  })
  for (const event of REQUEST_EVENTS) {
    // Only beside somebody who answers: whoever listens for an upgrade keeps it from those who serve requests.
    if (server.listenerCount(event) === 0) continue
    server.prependListener(event, ({ socket }: IncomingMessage) => unused.delete(socket))
  }
  return {
    destroyUnused: () => {
      for (const [socket, bytesRead] of unused) if (socket.bytesRead === bytesRead) socket.destroy()
    },
    destroyAll: () => {
      for (const socket of open) socket.destroy()
    },
  }
}
