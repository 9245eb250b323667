import type { VerifiedClient } from '../assertion/verify-assertion.ts'
import { cleanRequest, readRequest, refusalResponse } from './fetch.ts'
import type { Verifier } from './verifier.ts'

/** The part of Hono's context that the middleware touches, so that nothing of Hono has to be installed for it. */
export type HonoContext = {
  readonly req: { raw: Request }
  // A method, not a property: Hono's own `set` is narrower in its parameters, and only methods may be.
  set(name: 'client', client: VerifiedClient | undefined): void
}

/** What an application declares to read `c.get('client')` with its type: `new Hono<{ Variables: ClientVariables }>()`. */
export type ClientVariables = { client: VerifiedClient | undefined }

/**
 * Returns Hono middleware that lets only verified requests pass, with `c.get('client')` and a cleaned `c.req.raw`.
 *
 * Register it first, for all paths: what is registered before it still sees the client's own headers. In mode `observe`
 * and on exempt routes `client` is undefined.
 *
 * @example
 * app.use(verifyHono(verifier))
 */
export function verifyHono(
  verifier: Verifier,
): (context: HonoContext, next: () => Promise<void>) => Promise<Response | undefined> {
  return async (context, next) => {
    const decision = await verifier.check(readRequest(context.req.raw))
    if (decision.action === 'refuse') return refusalResponse()
    context.req.raw = cleanRequest(context.req.raw, decision)
    context.set('client', decision.client)
    await next()
    return undefined
  }
}
