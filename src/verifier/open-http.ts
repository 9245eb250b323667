import type { Server } from 'node:http'
import type { VerifierDocument } from '../config/verifier-schema.ts'
import { createProxyProtocolServer, type ProxyProtocolEvent } from '../origin/node-proxy-protocol-server.ts'
import { drainHttp, listen, type OpenListener, type Place, stopListening } from './http-listener.ts'

export type ProxySettings = NonNullable<VerifierDocument['proxyProtocol']>

export type OpenHttpOptions = {
  readonly place: Place
  /** Demanded of every connection if it is there. */
  readonly proxy: ProxySettings | undefined
  readonly report: (event: ProxyProtocolEvent) => void
}

/** Opens the port of an HTTP server, behind a PROXY protocol receiver where the document says so. */
export async function openHttp(server: Server, { place, proxy, report }: OpenHttpOptions): Promise<OpenListener> {
  if (proxy === undefined) {
    const address = await listen(server, place)
    return { address, close: (drainSeconds) => drainHttp(server, stopListening(server), drainSeconds) }
  }
  const { senders, headerTimeoutSeconds, maxHeaderBytes, maxWaiting, crc } = proxy
  const front = createProxyProtocolServer(server, {
    senders,
    headerTimeoutSeconds,
    maxHeaderBytes,
    maxWaiting,
    crc,
    report,
  })
  const { port, host } = place
  const address = await front.listen({ port, ...(host !== undefined && { host }) })
  return { address, close: (drainSeconds) => drainHttp(server, front.close(), drainSeconds) }
}
