import type { VerifiedClient } from '../assertion/verify-assertion.ts'
import { cleanRequest, readRequest, refusalResponse, type VerifyFetchOptions } from './fetch.ts'
import { demandNoSource } from './source-proof.ts'
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
 * On Node `connectionOf` is `(c) => proxyHeaderOf(c.env.incoming.socket)` for a verifier with `sources`.
 *
 * @throws OriginError for a verifier with `sources` and no `connectionOf`: it would refuse every request.
 * @example
 * app.use(verifyHono(verifier))
 */
export function verifyHono<Context extends HonoContext = HonoContext>(
  verifier: Verifier,
  options: VerifyFetchOptions<[context: Context]> = {},
): (context: Context, next: () => Promise<void>) => Promise<Response | undefined> {
  const { connectionOf } = options
  if (connectionOf === undefined) demandNoSource(verifier, 'a Request')
  return async (context, next) => {
    const { raw } = context.req
    const asked = { ...readRequest(raw), connection: connectionOf?.(context) }
    // At once, and not only for what passes: what other middleware does with a refused request sees no forged name.
    context.req.raw = cleanRequest(raw, { remove: verifier.remove, set: [] })
    context.set('client', undefined)
    const decision = await verifier.check(asked)
    if (decision.action === 'refuse') return refusalResponse()
    for (const [name, value] of decision.set) context.req.raw.headers.set(name, value)
    context.set('client', decision.client)
    await next()
    return undefined
  }
}
