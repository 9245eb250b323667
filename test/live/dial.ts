import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { HOST } from './verifier/sealed.ts'

/** How a connection is opened: where to, from where, and what stands before its first byte. */
export type Route = {
  readonly port: number
  /** 127.0.0.1 if this says nothing. */
  readonly host?: '127.0.0.1' | '::1'
  /** For a sender that nobody expects. */
  readonly localAddress?: string
  /** PROXY headers: a load balancer writes them before anything else, a TLS handshake included. */
  readonly preamble?: Uint8Array
  /** The protocol to ask for in the handshake; without TLS if this says nothing. */
  readonly tls?: 'http/1.1' | 'h2'
}

/** Opens a connection. What is written is sent once it is open; a faulty or refused one ends with `close`. */
export function dial({ port, host = '127.0.0.1', localAddress, preamble, tls }: Route): Socket {
  const socket = connect({ port, host, ...(localAddress !== undefined && { localAddress }) })
  // What follows a preamble would else wait for the other side's delayed acknowledgement.
  socket.setNoDelay()
  if (preamble !== undefined) socket.write(preamble)
  if (tls === undefined) return socket
  socket.on('error', () => undefined)
  // The certificate is the test's own, and nothing here is about who the gateway is.
  return connectTls({ socket, ALPNProtocols: [tls], servername: HOST, rejectUnauthorized: false })
}

/** Whether an error says no more than that the other side is done, or speaks no TLS and so has refused the handshake. */
export function isEnd({ code = '' }: NodeJS.ErrnoException): boolean {
  return ['ECONNRESET', 'EPIPE', 'EPROTO'].includes(code) || code.startsWith('ERR_SSL_')
}
