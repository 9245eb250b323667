import type { VerifiedClient } from '../assertion/verify-assertion.ts'
import { readAuthorizerEvent } from './lambda-authorizer-event.ts'
import { demandNoSource } from './source-proof.ts'
import type { Verifier } from './verifier.ts'

/** What an integration may read: `$context.authorizer.clientIp`, and in a proxy event under `requestContext.authorizer`. */
export type AuthorizerContext = { readonly clientIp?: string; readonly via?: string }

/** For REST and WebSocket APIs: allows or denies the one method that was asked for. */
export type PolicyAnswer = {
  readonly principalId: string
  readonly policyDocument: {
    readonly Version: '2012-10-17'
    readonly Statement: readonly [
      { readonly Action: 'execute-api:Invoke'; readonly Effect: 'Allow' | 'Deny'; readonly Resource: string },
    ]
  }
  readonly context: AuthorizerContext
}

/** For HTTP APIs with payload format 2.0 and simple responses. */
export type SimpleAnswer = { readonly isAuthorized: boolean; readonly context: AuthorizerContext }

/**
 * Returns the handler of a Lambda authorizer of type REQUEST for API Gateway, which verifies the assertion and tells the
 * integration who the client is.
 *
 * REST APIs get a policy, HTTP APIs of payload format 2.0 a simple response. Payload format 1.0 and authorizers of type
 * TOKEN do not say how often a header came, and are refused. Turn the cache off (`authorizerResultTtlInSeconds: 0`) and
 * name no identity sources: a cached answer outlives the token, and would be reused for what the token is not bound to.
 *
 * An authorizer cannot remove headers: the integration still gets the client's own `X-Client-IP`. Have the application
 * read `requestContext.authorizer`, or API Gateway overwrite the header from `context.authorizer.clientIp`. Without a
 * client, on exempt routes and in mode `observe`, the context is empty.
 *
 * Exempt and bound paths are compared without the stage. HTTP APIs decode the path before they tell it, so that a bound
 * path with an escape in it is refused there.
 *
 * @throws OriginError for a verifier with `sources`: API Gateway takes no PROXY protocol.
 * @example
 * export const handler = createLambdaAuthorizer(verifier)
 */
export function createLambdaAuthorizer(verifier: Verifier): (event: unknown) => Promise<PolicyAnswer | SimpleAnswer> {
  demandNoSource(verifier, 'API Gateway')
  return async (event) => {
    const { request, resource } = readAuthorizerEvent(event)
    const decision = await verifier.check(request)
    const client = decision.action === 'pass' ? decision.client : undefined
    const context = contextOf(client)
    const isAuthorized = decision.action === 'pass'
    if (resource === undefined) return { isAuthorized, context }
    const Effect = isAuthorized ? 'Allow' : 'Deny'
    const Statement = [{ Action: 'execute-api:Invoke', Effect, Resource: resource }] as const
    // A person's address would be in every access log as the name of a user.
    const principalId = client === undefined ? 'unverified' : 'verified'
    return { principalId, policyDocument: { Version: '2012-10-17', Statement }, context }
  }
}

function contextOf(client: VerifiedClient | undefined): AuthorizerContext {
  if (client === undefined) return {}
  return client.via === undefined ? { clientIp: client.ip } : { clientIp: client.ip, via: client.via }
}
