import type { VerifiedClient } from '../../assertion/verify-assertion.ts'
import type { Decision, Verifier } from '../verifier.ts'
import { cleanNodeRequest, guardTrailers, type NodeRequest, readNodeRequest, setNodeHeaders } from './request.ts'

type Admission = { readonly verifier: Verifier; readonly decision: Promise<Decision> }

const admissions = new WeakMap<NodeRequest, Admission>()
const clients = new WeakMap<NodeRequest, VerifiedClient>()

/**
 * Returns the verified client of a request that a verifier for Node let pass: as a wrapper, as Express or Koa middleware
 * or as a Fastify plugin. Undefined on exempt routes, in mode `observe` where the assertion did not hold, and for
 * requests that no verifier has seen.
 */
export function clientOf(request: NodeRequest): VerifiedClient | undefined {
  return clients.get(request)
}

/**
 * Decides about a request, and puts the decision into effect where an application may read a header.
 *
 * What no client may say is gone when this returns, before the verdict is in and whatever it will be: other listeners
 * see the request too, and so do the hooks and logs of a framework for one that is refused. A verifier that has decided
 * about the request further out is not asked again, as by now there is no assertion to show it.
 */
export function admit(verifier: Verifier, request: NodeRequest): Promise<Decision> {
  const known = admissions.get(request)
  if (known?.verifier === verifier) return known.decision
  const asked = readNodeRequest(request)
  cleanNodeRequest(request, verifier.remove)
  guardTrailers(request, verifier.remove)
  const decision = verifier.check(asked).then((made) => {
    if (made.action === 'pass') {
      setNodeHeaders(request, made.set)
      if (made.client !== undefined) clients.set(request, made.client)
    }
    return made
  })
  admissions.set(request, { verifier, decision })
  return decision
}
