import { readConfig } from '../../src/config/read-config.ts'
import { snapshotPrefixes } from '../../src/ranges/snapshot.ts'
import type { Policy } from '../../src/resolve/policy.ts'
import { buildPolicy } from '../../src/settings/build-policy.ts'

/** The secrets at hand, by name. */
export type Secrets = { readonly [name: string]: readonly string[] | undefined }

/** Builds a policy as a runtime does, from the parts of a configuration that a vector gives. */
export function policyOf(parts: object, secrets: Secrets = {}, platform?: string): Policy {
  const document = { issuer: 'https://edge.example.com', audience: 'origin', ...parts }
  return buildPolicy(readConfig(JSON.stringify(document)).settings, {
    rangesOf: snapshotPrefixes,
    secretsOf: (name) => secrets[name] ?? [],
    platform,
  })
}
