import { faultText } from '../fault/fault-text.ts'
import { type Prefix, requirePrefix } from '../net/prefix.ts'
import { compilePolicy, type Policy } from '../resolve/policy.ts'
import type { GroupRules } from '../resolve/policy-rules.ts'
import { SettingsError } from './read-settings.ts'
import type { ResolutionSettings, TrustSettings } from './settings.ts'

/** What settings name but do not hold. */
export type PolicySources = {
  /** The prefixes of a provider's list, undefined if this runtime does not carry it. */
  readonly rangesOf: (provider: string) => readonly string[] | undefined
  /** The values of a secret that are good today; empty if the key source has none. */
  readonly secretsOf: (name: string) => readonly string[]
  /** The provider whose platform this is, where it vouches for the peer. */
  readonly platform?: string | undefined
}

/**
 * Builds the policy that settings describe, for the runtime it is built in.
 *
 * A proof secret that is not to be had is no error here: requests through that group are refused as `unproven-peer`
 * until it is, which is safe, while a runtime that does not start serves nobody.
 *
 * @throws SettingsError if a provider list is named that this runtime does not carry; RangeError for a prefix that no
 * compiler would have written.
 */
export function buildPolicy(settings: ResolutionSettings, sources: PolicySources): Policy {
  const { maxHops, ownZones, pseudoIPv4, headers } = settings
  const groups = settings.trust.map((trust, i) => groupOf(trust, sources, `trust[${i}]`))
  const { platform } = sources
  return compilePolicy({
    groups,
    headers,
    maxHops,
    ownZones,
    pseudoIPv4,
    platform:
      platform === undefined
        ? undefined
        : { provider: platform, ranges: providerPrefixes(platform, sources, 'platform') },
  })
}

function groupOf(trust: TrustSettings, sources: PolicySources, path: string): GroupRules {
  const { name, ranges, clients, proof } = trust
  const isProvider = typeof ranges === 'string' && ranges !== 'any'
  return {
    name,
    provider: isProvider ? ranges : undefined,
    ranges: isProvider ? providerPrefixes(ranges, sources, `${path}.ranges`) : ownRanges(ranges),
    clients: clients.map(requirePrefix),
    proof: proof && { header: proof.header, secrets: sources.secretsOf(proof.secret) },
  }
}

function ownRanges(ranges: TrustSettings['ranges']): readonly Prefix[] | 'any' {
  return typeof ranges === 'string' ? 'any' : ranges.map(requirePrefix)
}

function providerPrefixes(provider: string, sources: PolicySources, path: string): readonly Prefix[] {
  const ranges = sources.rangesOf(provider)
  if (ranges !== undefined) return ranges.map(requirePrefix)
  const nextStep = 'Name a store that has it in IPSEAL_RANGES, or write the prefixes out'
  const said = faultText('this runtime does not carry the list of this name', nextStep)
  throw new SettingsError({ code: 'RANGES_MISSING', path, received: provider, ...said })
}
