import { snapshotPrefixes } from '../ranges/snapshot.ts'
import type { Policy } from '../resolve/policy.ts'
import { buildPolicy } from '../settings/build-policy.ts'
import { readSecretValues, secretVariable } from '../settings/secret-values.ts'
import { loadConfig } from './load-config.ts'
import { writeTalk } from './output.ts'

/**
 * Builds the policy of a configuration, with all provider lists and with the proof secrets that the environment holds;
 * `platform` is the provider that vouches for the peer, if one does.
 */
export async function loadPolicy(path: string, platform?: string): Promise<Policy> {
  const settings = await loadConfig(path)
  return buildPolicy(settings, {
    rangesOf: snapshotPrefixes,
    secretsOf: readSecrets,
    platform,
  })
}

function readSecrets(name: string): readonly string[] {
  const variable = secretVariable(name)
  const values = readSecretValues(process.env[variable] ?? '', variable)
  if (values.length === 0) writeTalk(`warning: ${variable} is not set, so whoever has to prove it is refused`)
  return values
}
