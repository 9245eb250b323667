import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import type { VerifiedClient } from '../../assertion/verify-assertion.ts'
import { OriginError } from '../origin-error.ts'
import { REFUSAL } from '../refusal.ts'
import type { Verifier } from '../verifier.ts'
import { clientOf } from './admission.ts'
import { admitToFramework, defineAddress } from './framework.ts'

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: nothing but an interface merges with that of Fastify.
  interface FastifyRequest {
    /** Whom the assertion of this request vouches for; undefined where none had to hold. */
    readonly client: VerifiedClient | undefined
  }
}

/**
 * Returns a Fastify plugin that lets only verified requests pass, by an `onRequest` hook of the instance that registers it
 * and of all that it encapsulates. Await its registration before anything else is registered.
 *
 * `request.ip` is the verified address, `request.ips` has it alone and `request.client` is the whole client. On exempt routes,
 * and in mode `observe` where the assertion did not hold, `request.ip` and `request.client` are undefined. So they are
 * whatever `trustProxy` says, which then decides about `request.protocol` and `request.host` alone; leave it off unless the
 * load balancer overwrites those headers. X-Forwarded-For holds the verified address or is not there.
 *
 * Fastify logs `incoming request`, rewrites the URL and calls `frameworkErrors` before any hook. Where that is to see clean
 * requests too, have `serverFactory` wrap the handler that it is given with `verifyRequests` and the same verifier.
 * Handshakes of WebSockets that the application takes from `server` itself go through `verifyUpgrades`.
 *
 * The plugin fails to load, with an OriginError, where encapsulated plugins were registered before it: no hook of ours
 * would run for their routes.
 *
 * @example
 * await app.register(verifyFastify(verifier))
 */
export function verifyFastify(verifier: Verifier): FastifyPluginCallback {
  const plugin: FastifyPluginCallback = (instance, _options, done) => {
    const fault = findEarlier(instance)
    // Fastify takes it from here alone: thrown, it would end the process.
    if (fault !== undefined) return done(fault)
    instance.decorateRequest('client', {
      getter(this: FastifyRequest) {
        return clientOf(this.raw)
      },
    })
    instance.addHook('onRequest', (request, reply) => verify(verifier, request, reply))
    done()
  }
  // What fastify-plugin would do: hooks and decorators are for the instance that registers, not for one of their own.
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: NAME,
    [Symbol.for('plugin-meta')]: { name: NAME, fastify: '5.x' },
  })
}

const NAME = 'ipseal'

async function verify(
  verifier: Verifier,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const pending = admitToFramework(verifier, request.raw)
  defineAddress(request, undefined)
  const decision = await pending
  if (decision.action === 'refuse') {
    // As bytes: to the type of a text Fastify would add a charset, by which this refusal could be told from others.
    return reply.code(REFUSAL.status).headers(REFUSAL.headers).send(Buffer.from(REFUSAL.body))
  }
  defineAddress(request, decision.client?.ip)
  return undefined
}

/** Instances that exist already have copied the hooks of their parent without ours. Fastify has no public list of them. */
function findEarlier(instance: FastifyInstance): OriginError | undefined {
  const symbol = Object.getOwnPropertySymbols(instance).find(({ description }) => description === 'fastify.children')
  const children: unknown = symbol === undefined ? undefined : Reflect.get(instance, symbol)
  if (!Array.isArray(children) || children.length === 0) return undefined
  return new OriginError({
    code: 'REGISTERED_LATE',
    path: 'verifyFastify',
    rule: 'is registered before every plugin with routes, for theirs would not be verified',
    nextStep: 'Make await app.register(verifyFastify(verifier)) the first thing that happens to the application',
  })
}
