import { connect, createServer, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { LOOPBACK, listen } from './raw-http.ts'

/** How the bytes of a connection reach the origin. */
export type Delivery = 'header alone' | 'header with the first bytes' | 'byte by byte'

export const DELIVERIES: readonly Delivery[] = ['header alone', 'header with the first bytes', 'byte by byte']

/**
 * Relays connections to `target` with `header` in front, as a load balancer that passes TLS through; returns its port.
 *
 * So ordinary clients can be used, which know nothing of any header.
 */
export function startLoadBalancer(target: number, header: Uint8Array, delivery: Delivery): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const origin = connect({ port: target, host: LOOPBACK, noDelay: true, allowHalfOpen: true })
    client.on('error', () => origin.destroy()).on('close', () => origin.destroy())
    origin.on('error', () => client.destroy()).on('close', () => client.destroy())
    origin.pipe(client)
    void deliver(client, origin, { header, delivery }).catch(() => client.destroy())
  })
  return listen(server)
}

type Sent = { readonly header: Uint8Array; readonly delivery: Delivery }

async function deliver(client: Socket, origin: Socket, { header, delivery }: Sent): Promise<void> {
  let isFirst = true
  if (delivery === 'header alone') origin.write(header)
  for await (const chunk of client) {
    // Sound: a socket without an encoding reads buffers.
    const bytes = isFirst && delivery !== 'header alone' ? Buffer.concat([header, chunk as Buffer]) : (chunk as Buffer)
    isFirst = false
    if (delivery === 'byte by byte') await writeBytes(origin, bytes)
    else origin.write(bytes)
  }
  origin.end()
}

async function writeBytes(socket: Socket, bytes: Buffer): Promise<void> {
  for (const byte of bytes) {
    socket.write(Uint8Array.of(byte))
    await turn()
  }
}
