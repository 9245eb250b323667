import { SealError, type SealErrorCode } from '../assertion/seal-error.ts'
import type { Refusal, Resolution, ResolvedClient } from '../resolve/resolution.ts'
import type { Edge } from './edge.ts'

/** What a request becomes once it leaves the edge; a seal may be bound to it. */
export type OutgoingRequest = {
  readonly audience: string
  readonly method: string
  readonly host: string
  readonly path: string
}

export type Sealing =
  | { readonly outcome: 'sealed'; readonly client: ResolvedClient; readonly assertion: string }
  /** Nobody knows who the client is, and the settings say to pass such requests on without a seal. */
  | { readonly outcome: 'unsealed'; readonly refusal: Refusal }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  /** The client is known; what it asks for cannot be bound to a seal, so that no verifier could agree. */
  | { readonly outcome: 'unsealable'; readonly client: ResolvedClient; readonly code: SealErrorCode }

/** Codes that a request can cause (see `SealError`). Every other one is a fault of the edge. */
const CAUSED_BY_REQUESTS: ReadonlySet<SealErrorCode> = new Set([
  'HOST_UNBINDABLE',
  'PATH_UNBINDABLE',
  'TOKEN_TOO_LARGE',
])

/**
 * Seals what was resolved for the request that goes out, at the time it has come to.
 *
 * A refusal is never sealed, whatever the settings say: a wrong address under a valid seal is the worst outcome there
 * is. `outgoing` has to be what is really sent, since a verifier compares it with what it receives.
 */
export async function sealRequest(edge: Edge, client: Resolution, outgoing: OutgoingRequest): Promise<Sealing> {
  if (!client.ok) return { outcome: edge.settings.onRefusal === 'refuse' ? 'refused' : 'unsealed', refusal: client }
  const { audience, method, host, path } = outgoing
  try {
    const facts = { ip: client.ip, via: client.via, audience, method, host, path }
    return { outcome: 'sealed', client, assertion: await edge.sealer.seal(facts, edge.clock()) }
  } catch (error) {
    if (!(error instanceof SealError) || !CAUSED_BY_REQUESTS.has(error.code)) throw error
    return { outcome: 'unsealable', client, code: error.code }
  }
}
