import { type FaultText, faultText } from '../fault/fault-text.ts'
import { bindablePath } from './bindable-path.ts'
import type { Bind, BindingClaim } from './claims.ts'
import { normaliseHost } from './normalise-host.ts'
import { SealError, type SealErrorCode } from './seal-error.ts'

/** What a token may be bound to, as far as it is known. */
export type BindableFacts = {
  readonly method?: string | undefined
  readonly host?: string | undefined
  readonly path?: string | undefined
}

export type BoundClaims = { readonly [claim in BindingClaim]?: string }

const UNBOUND: BoundClaims = {}

const NEXT_STEP = 'Refuse what normaliseHost and bindablePath do not take, and pass the method that is sent on'

/** Returns the claims that `bind` asks for, or throws a {@link SealError} if the request does not yield one of them. */
export function bindingClaims(bind: Bind, facts: BindableFacts): BoundClaims {
  switch (bind) {
    case 'none':
      return UNBOUND
    case 'host':
      return { host: readHost(facts.host) }
    case 'request':
      return { htm: readMethod(facts.method), host: readHost(facts.host), path: readPath(facts.path) }
  }
}

function readMethod(method: string | undefined): string {
  if (method !== undefined && method !== '') return method
  throw unbindable('METHOD_MISSING', 'method', faultText('bind "request" binds the method', NEXT_STEP))
}

function readHost(host = ''): string {
  const normalised = normaliseHost(host)
  if (normalised !== undefined) return normalised
  throw unbindable(
    'HOST_UNBINDABLE',
    'host',
    faultText('a bound host is one plain name or address with an optional port', NEXT_STEP),
  )
}

function readPath(target = ''): string {
  const path = bindablePath(target)
  if (path !== undefined) return path
  throw unbindable(
    'PATH_UNBINDABLE',
    'path',
    faultText('a bound path is one that no proxy on the way rewrites', NEXT_STEP),
  )
}

/** The value stays out of the error: people put access tokens into paths. */
function unbindable(code: SealErrorCode, path: string, said: FaultText): SealError {
  return new SealError({ code, path, ...said })
}
