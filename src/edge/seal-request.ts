import { SealError, type SealErrorCode } from '../assertion/seal-error.ts'
import type { Refusal, ResolvedClient, Resolution } from '../resolve/resolution.ts'
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

/** Codes that a request can cause; docs/wire-format.md says which requests. Every other one is a fault of the edge. */
const CAUSED_BY_REQUESTS: ReadonlySet<SealErrorCode> = new Set(['HOST_UNBINDABLE', 'PATH_UNBINDABLE', 'TOKEN_TOO_LARGE'])

/**
 * Seals what was resolved for the request that goes out. A refusal is never sealed, whatever the settings say: a wrong
 * address under a valid seal is the worst outcome there is.
 */
export async function sealRequest(
  edge: Edge,
  resolution: Resolution,
  outgoing: OutgoingRequest & { readonly now: number },
): Promise<Sealing> {
  if (!resolution.ok) {
    return { outcome: edge.settings.onRefusal === 'refuse' ? 'refused' : 'unsealed', refusal: resolution }
  }
  const { ip, via } = resolution
  const { now, ...request } = outgoing
  try {
    return { outcome: 'sealed', client: resolution, assertion: await edge.sealer.seal({ ip, via, ...request }, now) }
  } catch (error) {
    if (!(error instanceof SealError) || !CAUSED_BY_REQUESTS.has(error.code)) throw error
    return { outcome: 'unsealable', client: resolution, code: error.code }
  }
}
