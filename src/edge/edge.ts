import type { PublicJwks } from '../assertion/public-jwks.ts'
import { makeSealer, type Sealer } from '../assertion/sealer.ts'
import type { SigningKey } from '../assertion/signing-key.ts'
import type { PseudonymKey } from '../net/pseudonym.ts'
import type { Policy } from '../resolve/policy.ts'
import type { Settings } from '../settings/settings.ts'
import { checkSigningKey } from './check-signing-key.ts'
import { createRouter, type FindRoute } from './find-route.ts'
import { chooseLogAddress, type WriteLogAddress } from './log-address.ts'
import { collectOwnNames } from './own-names.ts'
import { createResolver, type ResolveClient } from './resolve-client.ts'
import { createHeaderSorter, type SortHeaders } from './sort-headers.ts'

export type EdgeOptions = {
  readonly settings: Settings
  readonly policy: Policy
  /** Compiled from `settings.shadow`; resolved beside `policy`, compared, never acted on. */
  readonly shadowPolicy?: Policy | undefined
  readonly signingKey: SigningKey
  /** The set that verifiers load: keys that are next, current and previous. */
  readonly publicKeys: PublicJwks
  readonly pseudonymKey?: PseudonymKey | undefined
  /** Unix seconds; the system's clock if left out. */
  readonly clock?: () => number
}

/** Everything that requests share: made once for each isolate or process, and immutable but for the sealer's tokens. */
export type Edge = {
  readonly settings: Settings
  readonly resolveClient: ResolveClient
  readonly sealer: Sealer
  readonly findRoute: FindRoute
  readonly sortHeaders: SortHeaders
  readonly publicKeys: PublicJwks
  readonly writeLogAddress: WriteLogAddress
  readonly clock: () => number
}

/**
 * Makes an edge, or refuses to: an edge that would seal what no verifier accepts must not take traffic.
 *
 * @throws EdgeError if the signing key is not the published key of its `kid`, has another algorithm than the settings
 * say, or pseudonyms are wanted without a key for them; KeyError if a published key cannot be used.
 */
export function createEdge(options: EdgeOptions): Edge {
  const { settings, policy, shadowPolicy, signingKey, publicKeys } = options
  const { alg, ttlSeconds, bind, prefix } = settings.assertion
  const policies = shadowPolicy === undefined ? [policy] : [policy, shadowPolicy]
  checkSigningKey(signingKey, publicKeys, alg)
  return {
    settings,
    resolveClient: createResolver(policy, shadowPolicy),
    sealer: makeSealer({ key: signingKey, issuer: settings.issuer, ttlSeconds, bind, prefix }),
    findRoute: createRouter(settings.origins),
    sortHeaders: createHeaderSorter(collectOwnNames(settings), policies),
    publicKeys,
    writeLogAddress: chooseLogAddress(settings.privacy.logAddress, options.pseudonymKey),
    clock: options.clock ?? (() => Date.now() / 1000),
  }
}
