import { snapshotPrefixes } from '../ranges/snapshot.ts'
import type { Policy } from '../resolve/policy.ts'
import { buildPolicy } from '../settings/build-policy.ts'
import type { ChosenList } from '../settings/choose-ranges.ts'
import { readSecretValues, secretVariable } from '../settings/secret-values.ts'
import { loadConfig } from './load-config.ts'
import { writeTalk } from './output.ts'
import { chooseLists } from './ranges/choose-lists.ts'

export type PolicySource = {
  readonly config: string
  /** The provider that vouches for the peer, if one does. */
  readonly platform?: string | undefined
  /** The store of lists, in place of IPSEAL_RANGES; without either the bundled lists are taken. */
  readonly ranges?: string | undefined
  /** Unix seconds. */
  readonly now: number
}

export type LoadedPolicy = {
  readonly policy: Policy
  /** Those that the configuration names, as they were chosen where a store is named; else undefined. */
  readonly lists: ReadonlyMap<string, ChosenList> | undefined
}

/** Builds the policy of a configuration as an edge that starts now would, with the proof secrets of the environment. */
export async function loadPolicy({ config, platform, ranges, now }: PolicySource): Promise<LoadedPolicy> {
  const settings = await loadConfig(config)
  const lists = await chooseLists(settings, { reference: ranges, platform, now })
  const rangesOf = lists === undefined ? snapshotPrefixes : (name: string) => lists.get(name)?.prefixes
  return { policy: buildPolicy(settings, { rangesOf, secretsOf: readSecrets, platform }), lists }
}

function readSecrets(name: string): readonly string[] {
  const variable = secretVariable(name)
  const values = readSecretValues(process.env[variable] ?? '', variable)
  if (values.length === 0) writeTalk(`warning: ${variable} is not set, so whoever has to prove it is refused`)
  return values
}
