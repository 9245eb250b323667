import type { Rejection } from '../assertion/rejection.ts'
import type { VerifiedClient } from '../assertion/verify-assertion.ts'
import type { Exemption } from './exemption.ts'
import type { SourceRejection } from './source-proof.ts'

/** The verifier's own fault: never something that a request can cause. */
export type VerifierFailure =
  /** Such as a key that the platform cannot use. */
  | { readonly reason: 'verifier-failed'; readonly error: unknown }
  /** The source of the keys has none, or none that are young enough. Its own report says why. */
  | { readonly reason: 'keys-unavailable' }

/** Why a request is not believed: its assertion, its connection, or the verifier itself. */
export type VerifierRejection = Rejection | SourceRejection | VerifierFailure

/** What every event says beside its kind. */
type Seen = {
  /**
   * Names of ours, folded, that the request came with and that were removed unread. At the first verifier on a path
   * someone tried to forge an address; at a later one it may be what an earlier verifier wrote.
   */
  readonly discarded: readonly string[]
}

/**
 * What a verifier did with one request: for logs and metrics, and the only place where a reason is told.
 *
 * `verified` holds the client's address and `wrong-source` that of whoever connected to the load balancer, so whoever logs
 * them decides on their form. The rest hold no address, and none holds a token.
 */
export type VerifierEvent =
  | (Seen & { readonly type: 'verified'; readonly client: VerifiedClient })
  | (Seen & { readonly type: 'exempt'; readonly exemption: Exemption })
  | (Seen & { readonly type: 'refused'; readonly rejection: VerifierRejection })
  /** In mode `observe`: it would have been refused, and passed without a client. */
  | (Seen & { readonly type: 'observed'; readonly rejection: VerifierRejection })
