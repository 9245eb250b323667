import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Server as NetServer, Socket } from 'node:net'

/** A port that is open, whatever is spoken on it. */
export type OpenListener = {
  readonly address: AddressInfo
  /** Takes no more connections at once, lets what is under way end, and ends it itself after that many seconds. */
  readonly close: (drainSeconds: number) => Promise<void>
}

export type Place = { readonly port: number; readonly host?: string | undefined }

/** Gateways send the client's headers along: as much as nginx takes of them by default. */
const MAX_HEADER_BYTES = 32 * 1024

/**
 * Returns an HTTP server that is bounded in all that a client can make it hold.
 *
 * Its own time for idle connections is long: a gateway that finds a connection closed under a request fails that request.
 */
export function createBoundedServer(listener: RequestListener, maxConnections: () => number): Server {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 120_000,
      connectionsCheckingInterval: 5000,
      noDelay: true,
    },
    listener,
  )
  // Bounded by their bytes. Node would leave out the lines above a number, and one of ours may be among them.
  server.maxHeadersCount = 0
  // A body is of no interest here, so nobody is asked to send one.
  server.on('checkContinue', listener)
  server.on('checkExpectation', listener)
  limitConnections(server, maxConnections)
  return server
}

/** Counted where connections come in, and not where they are accepted: those of a PROXY listener are accepted elsewhere. */
export function limitConnections(server: NetServer, maxConnections: () => number): void {
  let open = 0
  server.on('connection', (socket: Socket) => {
    open++
    socket.on('close', () => open--)
    if (open > maxConnections()) socket.destroy()
  })
}

export function listen(server: NetServer, { port, host }: Place): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, ...(host !== undefined && { host }) }, () => {
      server.off('error', reject)
      // Sound: text and null are for pipes and for servers that do not listen.
      resolve(server.address() as AddressInfo)
    })
  })
}

const IDLE_CHECK_MILLISECONDS = 100

/**
 * Ends what an HTTP server has open, once `closing` sees to it that nothing is added: idle connections at once, the
 * others behind their answer, and when the time is over whatever is left.
 */
export async function drainHttp(server: Server, closing: Promise<void>, drainSeconds: number): Promise<void> {
  // A connection that was busy is kept alive behind its answer, as if there were more to come.
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MILLISECONDS)
  const limit = setTimeout(() => server.closeAllConnections(), drainSeconds * 1000)
  server.closeIdleConnections()
  await closing
  clearInterval(sweep)
  clearTimeout(limit)
}

export function stopListening(server: NetServer): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
