import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { parseAddress } from '../../net/address.ts'
import { encodeProxyHeader } from '../../proxy-protocol/encode.ts'
import type { RunningServer } from './running-server.ts'

/** Starts a relay that does to a connection what a network load balancer does: one PROXY protocol v2 header, then bytes. */
export async function startLoadBalancer(targetPort: number): Promise<RunningServer> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => {
    sockets.add(socket.on('close', () => sockets.delete(socket)))
  }
  const server = createServer((client) => {
    const origin = connect(targetPort, '127.0.0.1')
    keep(client)
    keep(origin)
    origin.write(headerFor(client))
    client.pipe(origin).pipe(client)
    client.on('error', () => origin.destroy())
    origin.on('error', () => client.destroy())
    origin.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Sound: a server that listens on a TCP port has such an address.
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return { port, close }
}

function headerFor({ remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 }: Socket): Uint8Array {
  const [source, destination] = [parseAddress(remoteAddress), parseAddress(localAddress)]
  if (source === undefined || destination === undefined)
    return encodeProxyHeader({ version: 2, command: 'LOCAL', family: 'unspec', tlvs: [] })
  return encodeProxyHeader({
    version: 2,
    command: 'PROXY',
    family: 'tcp4',
    source: { address: source, port: remotePort },
    destination: { address: destination, port: localPort },
    tlvs: [],
  })
}
