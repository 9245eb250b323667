import { foldHeaderName } from '../../headers/header-name.ts'
import type { Decision, Verifier } from '../verifier.ts'
import { admit } from './admission.ts'
import { cleanNodeRequest, guardTrailers, type NodeRequest, setNodeHeaders } from './request.ts'

/** The header that Express, Fastify and Koa take `ip` and `ips` from, and many a library of theirs by itself. */
const FORWARDED_FOR = 'X-Forwarded-For'

/**
 * Decides about a request for a framework that reads X-Forwarded-For: it then holds the verified address alone, or is
 * not there. So whatever the framework or a library of it is set to trust, there is nothing else to be read.
 */
export function admitToFramework(verifier: Verifier, request: NodeRequest): Promise<Decision> {
  const decision = admit(verifier, request)
  cleanNodeRequest(request, isForwardedFor)
  guardTrailers(request, (name) => isForwardedFor(name) || verifier.remove(name))
  return decision.then((made) => {
    if (made.action === 'pass') {
      // It may have come back as an output that somebody configured.
      cleanNodeRequest(request, isForwardedFor)
      if (made.client !== undefined) setNodeHeaders(request, [[FORWARDED_FOR, made.client.ip]])
    }
    return made
  })
}

function isForwardedFor(name: string): boolean {
  return foldHeaderName(name) === 'x-forwarded-for'
}

/**
 * Gives a framework's request an `ip` and `ips` of its own, in place of those that the framework works out for it.
 *
 * Not by the framework's trust hook: that is asked with the same words whether to believe X-Forwarded-Proto and
 * X-Forwarded-Host, which nobody has verified, and without a client it would answer with the load balancer.
 */
export function defineAddress(request: object, ip: string | undefined): void {
  Object.defineProperties(request, {
    ip: { configurable: true, enumerable: true, value: ip },
    ips: { configurable: true, enumerable: true, value: ip === undefined ? [] : [ip] },
  })
}
