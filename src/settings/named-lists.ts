import type { ResolutionSettings, Settings, TrustSettings } from './settings.ts'

/** The name of the list that a group trusts, a provider's or `list:` and a name; undefined for own prefixes and `any`. */
export function listOf({ ranges }: Pick<TrustSettings, 'ranges'>): string | undefined {
  return typeof ranges === 'string' && ranges !== 'any' ? ranges : undefined
}

/** The sets of rules that settings hold, of which each is a policy of its own. */
export function resolutionsOf(
  settings: Pick<Settings, 'trust' | 'shadow'>,
): readonly Pick<ResolutionSettings, 'trust'>[] {
  return settings.shadow === undefined ? [settings] : [settings, settings.shadow]
}

/** The names of all lists that an edge needs, each once; `platform` is the provider that vouches for its peers. */
export function namedLists(settings: Pick<Settings, 'trust' | 'shadow'>, platform?: string): readonly string[] {
  const named = resolutionsOf(settings).flatMap(({ trust }) => trust.flatMap((group) => listOf(group) ?? []))
  return [...new Set(platform === undefined ? named : [...named, platform])]
}
