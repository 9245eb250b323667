import { describeValue } from '../fault/escape-text.ts'
import { pathOf } from './bindable-path.ts'
import { BINDING_CLAIMS, type Bind, type BindingClaim } from './claims.ts'
import type { JsonObject } from './json-object.ts'
import { normaliseHost } from './normalise-host.ts'
import type { Rejection } from './rejection.ts'

/** The request as the verifier received it. `path` is the raw target; what follows a `?` is left out. */
export type ReceivedRequest = { readonly method: string; readonly host: string; readonly path: string }

/**
 * Says why a token does not belong to a request.
 *
 * The claims that `bind` names must be there. A binding claim that is there is compared even if `bind` does not ask
 * for it; without the facts of the request that is impossible, and where `bind` asks for it that is a refusal.
 */
export function checkBinding(
  claims: JsonObject,
  expected: { readonly bind: Bind; readonly request?: ReceivedRequest | undefined },
): Rejection | undefined {
  const { bind, request } = expected
  for (const claim of BINDING_CLAIMS[bind]) {
    if (!claims.has(claim)) return { reason: 'binding-missing', claim, missingFrom: 'token' }
    if (request === undefined) return { reason: 'binding-missing', claim, missingFrom: 'request' }
  }
  if (request === undefined) return undefined
  const differing = BINDING_CLAIMS.request.find(
    (claim) => claims.has(claim) && claims.get(claim) !== factOf(claim, request),
  )
  return differing && mismatch(differing, claims, request)
}

function factOf(claim: BindingClaim, request: ReceivedRequest): string | undefined {
  switch (claim) {
    case 'htm':
      return request.method
    case 'host':
      return normaliseHost(request.host)
    case 'path':
      return pathOf(request.path)
  }
}

function mismatch(claim: BindingClaim, claims: JsonObject, request: ReceivedRequest): Rejection {
  if (claim === 'path') return { reason: 'binding-mismatch', claim }
  const signed = describeValue(claims.get(claim))
  return { reason: 'binding-mismatch', claim, signed, actual: describeValue(factOf(claim, request)) }
}
