import { describeValue } from '../fault/escape-text.ts'
import { bindablePath } from './bindable-path.ts'
import { BINDING_CLAIMS, type Bind, type BindingClaim } from './claims.ts'
import { normaliseHost } from './normalise-host.ts'
import { SealError } from './seal-error.ts'

/** What a token may be bound to, as far as it is known. */
export type BindableFacts = {
  readonly method?: string | undefined
  readonly host?: string | undefined
  readonly path?: string | undefined
}

export type BoundClaims = { readonly [claim in BindingClaim]?: string }

const UNBOUND: BoundClaims = {}

/** Returns the claims that `bind` asks for, or throws a {@link SealError} if the request does not yield one of them. */
export function bindingClaims(bind: Bind, facts: BindableFacts): BoundClaims {
  if (bind === 'none') return UNBOUND
  return Object.fromEntries(BINDING_CLAIMS[bind].map((claim) => [claim, readFact(claim, facts)]))
}

function readFact(claim: BindingClaim, facts: BindableFacts): string {
  switch (claim) {
    case 'htm':
      return readMethod(facts.method)
    case 'host':
      return readHost(facts.host)
    case 'path':
      return readPath(facts.path)
  }
}

function readMethod(method: string | undefined): string {
  if (method !== undefined && method !== '') return method
  const nextStep = 'Pass the method of the request that is sent on.'
  throw new SealError({ code: 'METHOD_MISSING', path: 'method', rule: 'bind "request" binds the method', nextStep })
}

function readHost(host: string | undefined): string {
  const normalised = host === undefined ? undefined : normaliseHost(host)
  if (normalised !== undefined) return normalised
  const nextStep = 'Refuse requests whose host normaliseHost does not take.'
  const rule = 'a bound host is one plain name or address with an optional port'
  throw new SealError({ code: 'HOST_UNBINDABLE', path: 'host', rule, received: describeValue(host), nextStep })
}

/** The path stays out of the error: people put access tokens into paths. */
function readPath(target: string | undefined): string {
  const path = target === undefined ? undefined : bindablePath(target)
  if (path !== undefined) return path
  const nextStep = 'Refuse requests whose path bindablePath does not take.'
  const rule = 'a bound path is one that no proxy on the way rewrites'
  throw new SealError({ code: 'PATH_UNBINDABLE', path: 'path', rule, nextStep })
}
