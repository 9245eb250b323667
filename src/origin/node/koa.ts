import type { IncomingMessage } from 'node:http'
import type { VerifiedClient } from '../../assertion/verify-assertion.ts'
import { REFUSAL } from '../refusal.ts'
import type { Verifier } from '../verifier.ts'
import { admitToFramework, defineAddress } from './framework.ts'

/** The part of Koa's context that the middleware touches, so that nothing of Koa has to be installed for it. */
export type KoaContext = {
  readonly req: IncomingMessage
  readonly request: object
  readonly state: { client?: VerifiedClient | undefined }
  status: number
  body: unknown
  set(headers: Record<string, string>): void
}

/** What an application declares to read `ctx.state.client` with its type: `new Koa<ClientState>()`. */
export type ClientState = { client: VerifiedClient | undefined }

/**
 * Returns Koa middleware that lets only verified requests pass. Register it first: what stands before it sees what the
 * client sent.
 *
 * `ctx.ip` is the verified address, `ctx.ips` has it alone, and `ctx.state.client` is the whole client. On exempt routes, and
 * in mode `observe` where the assertion did not hold, `ctx.ip` and `ctx.state.client` are undefined. So they are whatever
 * `app.proxy` says. X-Forwarded-For holds the verified address or is not there. Handshakes of WebSockets do not come
 * through Koa: wrap their listener with `verifyUpgrades`.
 *
 * @example
 * new Koa<ClientState>().use(verifyKoa(verifier)).use((ctx) => (ctx.body = ctx.ip))
 */
export function verifyKoa(verifier: Verifier): (context: KoaContext, next: () => Promise<unknown>) => Promise<void> {
  return async (context, next) => {
    const pending = admitToFramework(verifier, context.req)
    defineAddress(context.request, undefined)
    context.state.client = undefined
    const decision = await pending
    if (decision.action === 'refuse') {
      context.status = REFUSAL.status
      context.set(REFUSAL.headers)
      context.body = REFUSAL.body
      return
    }
    defineAddress(context.request, decision.client?.ip)
    context.state.client = decision.client
    await next()
  }
}
