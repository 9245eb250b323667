import type { Server, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

export type Interception = {
  /** Gets a new connection in place of the server, and calls `admit` when the server shall have it. */
  readonly receive: (socket: Socket, admit: () => void) => void
  /** Says what is known of `below` about the TLS connection over it too; false if nothing is. */
  readonly adopt: (secure: TLSSocket, below: unknown) => boolean
  readonly closeAll: () => void
}

/**
 * Stands between the sockets that `server` accepts and everybody who listens to it, its own class included: all of them
 * learn of a connection from the event alone, which Node documents as the way to put one in by hand.
 *
 * Everything else about the port remains the server's: listening, limits, counting, closing.
 */
export function interceptConnections(server: Server, { receive, adopt, closeAll }: Interception): void {
  // Sound: this is what every event emitter's `emit` takes, whatever the overloads of this one know by name.
  const emit = server.emit.bind(server) as (event: string | symbol, ...args: readonly unknown[]) => boolean
  define(server, 'emit', (event: string | symbol, ...args: readonly unknown[]): boolean => {
    switch (event) {
      case 'connection':
        // Sound: servers of node:net, and of what is built on it, emit this event with a socket.
        receive(args[0] as Socket, () => emit(event, ...args))
        return true
      case 'secureConnection':
      case 'tlsClientError':
      case 'keylog':
        return args.every((arg) => !(arg instanceof TLSSocket) || adopted(arg)) && emit(event, ...args)
      default:
        return emit(event, ...args)
    }
  })

  const adopted = (secure: TLSSocket): boolean => {
    if (adopt(secure, socketBelow(secure))) return true
    // Without its facts it would pass for a connection of the load balancer's own.
    secure.destroy()
    return false
  }

  const closeAllConnections: unknown = Reflect.get(server, 'closeAllConnections')
  if (typeof closeAllConnections !== 'function') return
  define(server, 'closeAllConnections', () => {
    closeAll()
    Reflect.apply(closeAllConnections, server, [])
  })
}

/** Node has no public name for it; this one is as old as its TLS sockets are. */
function socketBelow(secure: TLSSocket): unknown {
  return Reflect.get(secure, '_parent')
}

function define(server: Server, name: string, value: unknown): void {
  Object.defineProperty(server, name, { value, configurable: true, writable: true })
}
