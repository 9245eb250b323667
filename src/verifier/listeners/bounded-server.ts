import { createServer, type RequestListener, type Server } from 'node:http'

/** Gateways send the client's headers along: as much as nginx takes of them by default. */
const MAX_HEADER_BYTES = 32 * 1024

/**
 * Returns an HTTP server that is bounded in what a request can make it hold.
 *
 * Its own time for idle connections is long: a gateway that finds a connection closed under a request fails that request.
 */
export function createBoundedServer(listener: RequestListener): Server {
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
  // Who reads no answer holds its connection no longer than that; what is idle between questions has its own time above.
  server.timeout = 60_000
  // Bounded by their bytes. Node would leave out the lines above a number, and one of ours may be among them.
  server.maxHeadersCount = 0
  // A body is of no interest here, so nobody is asked to send one.
  server.on('checkContinue', listener)
  server.on('checkExpectation', listener)
  return server
}
