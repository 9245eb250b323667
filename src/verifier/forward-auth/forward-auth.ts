import type { RequestListener, ServerResponse } from 'node:http'
import type { VerifierDocument } from '../../config/verifier-schema.ts'
import type { HeaderLine } from '../../headers/header-line.ts'
import { readNodeRequest } from '../../origin/node/request.ts'
import { REFUSAL } from '../../origin/refusal.ts'
import type { Decision, InboundRequest, Verifier } from '../../origin/verifier.ts'
import { namesToRemove } from '../names-to-remove.ts'
import { readForwardedFacts } from './forwarded-facts.ts'

export type ForwardAuthOptions = {
  readonly verifier: Verifier
  readonly document: Pick<VerifierDocument, 'mode' | 'bind' | 'exempt' | 'outputs'>
  readonly settings: NonNullable<VerifierDocument['listen']['forwardAuth']>
  /** Told of a question that was answered without asking the verifier. */
  readonly onFactsMissing: () => void
}

/** Envoy takes these off the request that it asked about (`ext_authz`, HTTP service, since 1.16). */
const ENVOY_REMOVE = 'x-envoy-auth-headers-to-remove'

/** Given in place of facts that nobody vouches for: no route is exempt, and no bound token fits. */
const NO_FACTS = { method: '', target: '', host: '' }

/**
 * Returns the listener that gateways ask whether a request may pass: 200 with the outputs, or the refusal.
 *
 * `current` is asked for each request, so that a reload takes effect with the next. A pass without a client has no
 * outputs, not even empty ones, which nginx, Traefik and Caddy take as "remove the client's copy"; Envoy is told by name.
 * Bodies are not read.
 */
export function createForwardAuth(current: () => ForwardAuthOptions): RequestListener {
  return (request, response) => {
    const options = current()
    const asked = readNodeRequest(request)
    void decide(asked, options).then((decision) => {
      if (decision.action === 'refuse') refuse(response)
      else pass(response, linesFor(decision, asked, options))
    })
  }
}

/**
 * A gateway that does not say what it asks about is not the one that the dialect names, and a client could say it in its
 * place. That has to show with the first honest request and not with the first forged one.
 */
function decide(asked: InboundRequest, options: ForwardAuthOptions): Promise<Decision> {
  const { verifier, document, settings, onFactsMissing } = options
  const facts = readForwardedFacts(asked, settings)
  const needsFacts = document.bind !== 'none' || document.exempt.length > 0
  if (facts !== undefined || !needsFacts) return verifier.check({ ...asked, ...(facts ?? NO_FACTS) })
  onFactsMissing()
  if (document.mode === 'enforce') return Promise.resolve({ action: 'refuse' })
  return Promise.resolve({ action: 'pass', client: undefined, remove: verifier.remove, set: [] })
}

function linesFor(
  decision: Decision & { readonly action: 'pass' },
  asked: InboundRequest,
  { document, settings }: ForwardAuthOptions,
): readonly HeaderLine[] {
  if (settings.dialect !== 'envoy') return decision.set
  return [...decision.set, [ENVOY_REMOVE, namesToRemove(decision, asked.headers, document.outputs).join(',')]]
}

function pass(response: ServerResponse, lines: readonly HeaderLine[]): void {
  response.writeHead(200, [['content-length', '0'], ['cache-control', 'no-store'], ...lines].flat())
  response.end()
}

function refuse(response: ServerResponse): void {
  response.writeHead(REFUSAL.status, REFUSAL.headers)
  response.end(REFUSAL.body)
}
