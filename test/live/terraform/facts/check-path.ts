import { snapshotPrefixes } from '../../../../src/ranges/snapshot.ts'
import { type AttributeFact, checkAttribute } from './attribute-facts.ts'
import { checkCacheKey, checkOriginRequest, checkSealed } from './edge-cache.ts'
import type { Breach, PlannedPath } from './fact.ts'
import { checkSecrets, type Innocent } from './find-secrets.ts'
import { checkOpen, type Opening } from './open-to-all.ts'
import { checkEntrances } from './origin-entrances.ts'

/** What test/vectors/terraform/facts.json says of every plan. */
export type Facts = {
  readonly attributes: readonly AttributeFact[]
  readonly open: readonly Opening[]
  readonly innocent: readonly Innocent[]
}

/** Every fact that a plan has to keep, by its sentence, with where the plan breaks it. */
export function checkPath(
  path: PlannedPath,
  { attributes, open, innocent }: Facts,
): ReadonlyMap<string, readonly Breach[]> {
  const edges = { prefixes: ['cloudflare', 'cloudfront'].flatMap((name) => snapshotPrefixes(name) ?? []) }
  return new Map([
    ...attributes.map((fact): [string, readonly Breach[]] => [fact.fact, checkAttribute(fact, path)]),
    ['no cache key holds a header of the client', checkCacheKey(path)],
    ['what a viewer-request function wrote reaches the origin', checkOriginRequest(path)],
    ['exactly one function seals on every behaviour', checkSealed(path)],
    ['only a CDN can connect to the load balancer', checkEntrances(path, edges)],
    ['nothing is open to everyone', checkOpen(path, open)],
    ['no attribute and no output holds a secret', checkSecrets(path, innocent)],
  ])
}
