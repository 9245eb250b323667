import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** `through`: bytes pass. `cut`: connections end at once. `silent`: they are taken, and nothing comes. */
type Position = 'through' | 'cut' | 'silent'

export type TcpSwitch = {
  readonly port: number
  /** Connections that were opened while it stood where it stands. */
  readonly connections: () => number
  /** Ends every connection, and treats the next ones so. */
  readonly turn: (position: Position) => void
  readonly stop: () => Promise<void>
}

/** Stands between a client and a server on 127.0.0.1, to play an outage of a server that would forget all if it stopped. */
export async function startTcpSwitch(targetPort: number): Promise<TcpSwitch> {
  const sockets = new Set<Socket>()
  let position: Position = 'through'
  let connections = 0
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }
  const server = createServer((client) => {
    keep(client)
    connections++
    if (position === 'cut') client.destroy()
    if (position !== 'through') return
    const target = connect(targetPort, '127.0.0.1')
    keep(target)
    client.on('close', () => target.destroy())
    target.on('close', () => client.destroy())
    client.pipe(target).pipe(client)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port,
    connections: () => connections,
    turn: (next) => {
      position = next
      connections = 0
      endAll()
    },
    stop: async () => {
      endAll()
      await once(server.close(), 'close')
    },
  }
}
