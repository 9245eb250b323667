import { createServer } from 'node:http'
import type { KeySet } from '../../assertion/key-set.ts'
import type { Address } from '../../net/address.ts'
import { verifyRequests } from '../../origin/node/http.ts'
import { proxyHeaderOf } from '../../origin/node/proxy-protocol/facts.ts'
import {
  createProxyProtocolServer,
  type ProxyProtocolEvent,
} from '../../origin/node/proxy-protocol/proxy-protocol-server.ts'
import { createVerifier } from '../../origin/verifier.ts'
import type { VerifierEvent } from '../../origin/verifier-event.ts'
import { AUDIENCE, ISSUER } from './identity.ts'
import type { RunningServer } from './running-server.ts'

/** A request has arrived on a connection whose PROXY protocol header names `source`. */
type Arrival = { readonly type: 'request'; readonly source: Address | undefined }

export type OriginEvent = Arrival | VerifierEvent | ProxyProtocolEvent

/**
 * Starts the application: it answers with the address in X-Client-IP, which is all it knows of the client.
 *
 * In front of it stand a PROXY protocol listener that the load balancer alone may use, and a verifier.
 */
export async function startOrigin(keys: KeySet, report: (event: OriginEvent) => void): Promise<RunningServer> {
  const verifier = createVerifier({ issuer: ISSUER, audience: AUDIENCE, keys, mode: 'enforce', bind: 'none', report })
  const serve = verifyRequests(verifier, (request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(`${JSON.stringify({ client: request.headers['x-client-ip'] })}\n`)
  })
  const application = createServer((request, response) => {
    const facts = proxyHeaderOf(request.socket)
    report({ type: 'request', source: facts?.command === 'PROXY' ? facts.source.address : undefined })
    serve(request, response)
  })
  const front = createProxyProtocolServer(application, { senders: ['127.0.0.1/32'], report })
  const { port } = await front.listen({ host: '127.0.0.1', port: 0 })
  return {
    port,
    close: async () => {
      application.closeAllConnections()
      await front.close()
    },
  }
}
