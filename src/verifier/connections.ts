import type { Server, Socket } from 'node:net'

export type Connections = {
  /** Ends all that are open, whatever is going on in them. */
  readonly destroyAll: () => void
}

/**
 * Counts the connections of a server, and closes those beyond `maxConnections`.
 *
 * They are counted where the server gets them, upgraded ones included, of which an HTTP server itself knows nothing any
 * more. Those that still owe a PROXY header are bounded by `proxyProtocol.maxWaiting`.
 */
export function boundConnections(server: Server, maxConnections: () => number): Connections {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    if (open.size >= maxConnections()) {
      socket.destroy()
      return
    }
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return {
    destroyAll: () => {
      for (const socket of open) socket.destroy()
    },
  }
}
