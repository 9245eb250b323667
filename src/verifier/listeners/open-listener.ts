import { Server as HttpServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import type { VerifierDocument } from '../../config/verifier-schema.ts'
import {
  createProxyProtocolServer,
  type ProxyProtocolEvent,
} from '../../origin/node/proxy-protocol/proxy-protocol-server.ts'
import { boundConnections, type Connections } from './connections.ts'

/** A port that is open, whatever is spoken on it. */
export type OpenListener = {
  readonly address: AddressInfo
  /** Takes no more connections at once, lets what is under way end, and ends it itself after that many seconds. */
  readonly close: (drainSeconds: number) => Promise<void>
}

export type Place = { readonly port: number; readonly host?: string | undefined }
export type ProxySettings = NonNullable<VerifierDocument['proxyProtocol']>

export type ListenOptions = {
  readonly place: Place
  readonly maxConnections: () => number
  /** Who may send the PROXY header that every connection then has to begin with. */
  readonly proxy?: ProxySettings | undefined
  readonly report?: (event: ProxyProtocolEvent) => void
}

/** Opens the port of a server, with a PROXY protocol receiver under it where the document says so. */
export async function openListener(server: Server, options: ListenOptions): Promise<OpenListener> {
  const { place, maxConnections, proxy, report = ignore } = options
  const connections = boundConnections(server, maxConnections)
  const front = proxy === undefined ? undefined : createProxyProtocolServer(server, receiverOptions(proxy, report))
  const address = await listen(server, place)
  const stop = (): Promise<void> => front?.close() ?? stopListening(server)
  return {
    address,
    close: (drainSeconds) => drain(server, { stop, drainSeconds, connections }),
  }
}

function receiverOptions(proxy: ProxySettings, report: (event: ProxyProtocolEvent) => void) {
  const { senders, headerTimeoutSeconds, maxHeaderBytes, maxWaiting, crc } = proxy
  return { senders, headerTimeoutSeconds, maxHeaderBytes, maxWaiting, crc, report }
}

function ignore(): void {
  // Without a receiver there are no such events.
}

export function listen(server: Server, { port, host }: Place): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, ...(host !== undefined && { host }) }, () => {
      server.off('error', reject)
      // Sound: text and null are for pipes and for servers that do not listen.
      resolve(server.address() as AddressInfo)
    })
  })
}

export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

const IDLE_CHECK_MILLISECONDS = 100

type Draining = {
  readonly stop: () => Promise<void>
  readonly connections: Connections
  readonly drainSeconds: number
}

/** Ends what a server has open: idle connections at once, the others behind their answer, and whatever is left in the end. */
async function drain(server: Server, { stop, drainSeconds, connections }: Draining): Promise<void> {
  const closeIdle = (): void => {
    if (!(server instanceof HttpServer)) return
    server.closeIdleConnections()
    connections.destroyUnused()
  }
  const stopped = stop()
  // A connection that was busy is kept alive behind its answer, as if there were more to come.
  const sweep = setInterval(closeIdle, IDLE_CHECK_MILLISECONDS)
  const limit = setTimeout(connections.destroyAll, drainSeconds * 1000)
  closeIdle()
  await stopped
  clearInterval(sweep)
  clearTimeout(limit)
}
