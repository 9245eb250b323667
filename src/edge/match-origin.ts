import type { OriginSettings } from '../settings/settings.ts'

/** An origin made ready for requests. */
export type Origin = OriginSettings & {
  /** Host and port as they stand in the Host header of what is sent to it. */
  readonly host: string
}

export function readyOrigins(origins: readonly OriginSettings[]): readonly Origin[] {
  return origins.map((origin) => ({ ...origin, host: new URL(origin.url).host }))
}

/**
 * Returns the origin for the host that a request names, the first that matches, or undefined.
 *
 * `*.example.com` stands for every name below `example.com`, at any depth, and not for `example.com` itself. The host
 * comes in lower case, without a port or a trailing dot.
 */
export function matchOrigin(origins: readonly Origin[], hostname: string): Origin | undefined {
  return origins.find(({ match }) => matches(match, hostname))
}

function matches(match: string, name: string): boolean {
  if (match === '*') return true
  if (!match.startsWith('*.')) return match === name
  const suffix = match.slice(1)
  return name.length > suffix.length && name.endsWith(suffix)
}
