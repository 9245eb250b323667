import { createServer } from 'node:net'
import type { Server, UntypedServiceImplementation } from '@grpc/grpc-js'
import type { VerifierDocument } from '../../config/verifier-schema.ts'
import type { Verifier } from '../../origin/verifier.ts'
import { boundConnections } from '../listeners/connections.ts'
import { listen, type OpenListener, type Place, stopListening } from '../listeners/open-listener.ts'
import type { CheckRequest, CheckResponse } from './check-messages.ts'
import { createHealthService, HEALTH } from './grpc-health.ts'
import { loadAuthorization } from './load-authorization.ts'
import { readCheckRequest } from './read-check-request.ts'
import { writeCheckResponse } from './write-check-response.ts'

export type ExtAuthzOptions = {
  readonly place: Place
  /** Asked for each request, so that a reload takes effect with the next. */
  readonly current: () => { readonly verifier: Verifier; readonly outputs: VerifierDocument['outputs'] }
  readonly maxConnections: () => number
  readonly isReady: () => Promise<boolean>
}

/**
 * Connections are many streams each, and Envoy keeps one for as long as it may: ended now and then, they are spread anew
 * over the replicas. What a request holds is what Envoy takes of headers, 60 KiB, and some; bodies are not asked for.
 */
const CHANNEL_OPTIONS = {
  'grpc.max_concurrent_streams': 1000,
  'grpc.max_receive_message_length': 256 * 1024,
  'grpc.max_connection_age_ms': 300_000,
  'grpc.max_connection_age_grace_ms': 10_000,
  'grpc.max_connection_idle_ms': 3_600_000,
  'grpc.enable_channelz': 0,
}

/** Opens the port on which Envoy asks by `envoy.service.auth.v3.Authorization/Check`, without TLS as in a pod or a mesh. */
export async function openExtAuthz(options: ExtAuthzOptions): Promise<OpenListener> {
  const { grpc, authorization } = await loadAuthorization()
  const server = new grpc.Server(CHANNEL_OPTIONS)
  server.addService(authorization, createAuthorization(options.current))
  server.addService(HEALTH, createHealthService(options.isReady))
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure())
  // A port of our own, as gRPC bounds the streams of a connection and not the connections.
  const port = createServer({ noDelay: true })
  boundConnections(port, options.maxConnections)
  port.on('connection', (socket) => {
    if (!socket.destroyed) injector.injectConnection(socket)
  })
  const address = await listen(port, options.place)
  return { address, close: (drainSeconds) => drainGrpc(server, stopListening(port), drainSeconds) }
}

type Callback = (error: null, response: CheckResponse) => void

function createAuthorization(current: ExtAuthzOptions['current']): UntypedServiceImplementation {
  const reply = async (request: CheckRequest, callback: Callback): Promise<void> => {
    const { verifier, outputs } = current()
    const asked = readCheckRequest(request)
    callback(null, writeCheckResponse(await verifier.check(asked), asked.headers, outputs))
  }
  type Call = { readonly request: CheckRequest }
  return { Check: ({ request }: Call, callback: Callback) => void reply(request, callback) }
}

async function drainGrpc(server: Server, closing: Promise<void>, drainSeconds: number): Promise<void> {
  const limit = setTimeout(() => server.forceShutdown(), drainSeconds * 1000)
  const shutDown = new Promise<void>((resolve) => server.tryShutdown(() => resolve()))
  await Promise.all([closing, shutDown])
  clearTimeout(limit)
}
