import type { IncomingMessage } from 'node:http'
import { REFUSAL } from '../refusal.ts'
import type { Verifier } from '../verifier.ts'
import { admitToFramework, defineAddress } from './framework.ts'
import type { NodeResponse } from './http.ts'

/**
 * Returns Express middleware that lets only verified requests pass. Register it first: what stands before it sees what
 * the client sent.
 *
 * `req.ip` is the verified address and `req.ips` has it alone; on exempt routes, and in mode `observe` where the assertion
 * did not hold, `req.ip` is undefined and `req.ips` empty. So they are whatever `trust proxy` says, which then decides about
 * `req.protocol` and `req.hostname` alone; leave it off unless the load balancer overwrites those headers. X-Forwarded-For
 * holds the verified address or is not there. `clientOf(req)` has the whole client (`req.client` is Node's own name for the
 * socket). Handshakes of WebSockets do not come through Express: wrap their listener with `verifyUpgrades`.
 *
 * @example
 * express().use(verifyExpress(verifier)).get('/', (req, res) => res.send(req.ip))
 */
export function verifyExpress(
  verifier: Verifier,
): (request: IncomingMessage, response: NodeResponse, next: () => void) => Promise<void> {
  return async (request, response, next) => {
    const pending = admitToFramework(verifier, request)
    defineAddress(request, undefined)
    const decision = await pending
    if (decision.action === 'refuse') {
      response.writeHead(REFUSAL.status, REFUSAL.headers)
      response.end(REFUSAL.body)
      return
    }
    defineAddress(request, decision.client?.ip)
    next()
  }
}
