import { normaliseHost } from '../assertion/normalise-host.ts'
import type { VerifiedClient } from '../assertion/verify-assertion.ts'
import { type Cleaning, cleanLines } from './clean-lines.ts'
import { REFUSAL } from './refusal.ts'
import { type ConnectionFacts, demandNoSource } from './source-proof.ts'
import type { InboundRequest, Verifier } from './verifier.ts'

/** What serves a request behind a verifier. `rest` is what the platform passes on, such as `env` and `ctx` of Workers. */
export type VerifiedHandler<Rest extends readonly unknown[]> = (
  request: Request,
  client: VerifiedClient | undefined,
  ...rest: Rest
) => Response | Promise<Response>

export type VerifyFetchOptions<Given extends readonly unknown[]> = {
  /**
   * What the PROXY protocol said about the connection of a request, where the server can be asked: a verifier with
   * `sources` needs it, for a Request says nothing of its connection.
   */
  readonly connectionOf?: (...given: Given) => ConnectionFacts | undefined
}

/**
 * Returns `handler` behind `verifier`, for every runtime that serves by Request and Response.
 *
 * The handler gets a new Request without the client's copies of our headers and with the verified ones, and the client:
 * undefined on exempt routes, and in mode `observe` where the assertion did not hold. Refused requests never reach it.
 *
 * Fetch joins repeated header lines with a comma, so a comma counts as a repetition: no assertion holds one. Fetch also
 * normalises the URL (`/a/../health` arrives as `/health`); exemptions and bound paths are compared with what it left,
 * which is what the handler sees too.
 *
 * @throws OriginError for a verifier with `sources` and no `connectionOf`: it would refuse every request.
 * @example
 * export default { fetch: verifyFetch(verifier, (request, client) => new Response(client?.ip)) }
 */
export function verifyFetch<Rest extends readonly unknown[]>(
  verifier: Verifier,
  handler: VerifiedHandler<Rest>,
  options: VerifyFetchOptions<[request: Request, ...rest: Rest]> = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  const { connectionOf } = options
  if (connectionOf === undefined) demandNoSource(verifier, 'a Request')
  return async (request, ...rest) => {
    const connection = connectionOf?.(request, ...rest)
    const decision = await verifier.check({ ...readRequest(request), connection })
    if (decision.action === 'refuse') return refusalResponse()
    return handler(cleanRequest(request, decision), decision.client, ...rest)
  }
}

export function readRequest(request: Request): InboundRequest {
  const { pathname, search, host } = new URL(request.url)
  const claimedHost = request.headers.get('host') ?? host
  // Applications read either; where they differ the request is for no host that could be compared.
  const isOneHost = normaliseHost(claimedHost) === normaliseHost(host)
  const target = pathname + search
  return { method: request.method, target, host: isOneHost ? claimedHost : '', headers: [...request.headers] }
}

/** Returns the request as the application may see it. Its body is taken over: do not read the original any more. */
export function cleanRequest(request: Request, cleaning: Cleaning): Request {
  const headers = new Headers()
  for (const [name, value] of cleanLines([...request.headers], cleaning)) headers.append(name, value)
  return new Request(request, { headers })
}

export function refusalResponse(): Response {
  const { status, statusText, headers, body } = REFUSAL
  return new Response(body, { status, statusText, headers })
}
