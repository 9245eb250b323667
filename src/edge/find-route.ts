import { normaliseHost } from '../assertion/normalise-host.ts'
import { remember } from '../headers/remember.ts'
import type { OriginSettings } from '../settings/settings.ts'

/** An origin made ready for requests. */
export type Origin = OriginSettings & {
  /** Host and port as they stand in the Host header of what is sent to it. */
  readonly host: string
}

/** Where requests for one host go. */
export type Route =
  | { readonly isValid: true; readonly origin: Origin | undefined }
  /** What stands for the host is not one plain name or address. */
  | { readonly isValid: false }

export type FindRoute = (authority: string) => Route

/** A name has at most 253 characters (RFC 1035 section 2.3.4); then there are a dot and a port. */
const ROOM_FOR_HOSTS = { entries: 1024, keyLength: 260 }

const HOSTNAME = /^(?:\[[^\]]*\]|[^:]*)/

/**
 * Returns a function that finds the origin for the host and port that a request names: the first one that matches.
 *
 * `*.example.com` stands for every name below `example.com`, at any depth, and not for `example.com` itself.
 */
export function createRouter(origins: readonly OriginSettings[]): FindRoute {
  const ready = origins.map((origin) => ({ ...origin, host: new URL(origin.url).host }))
  return remember(ROOM_FOR_HOSTS, (authority): Route => {
    const [hostname] = HOSTNAME.exec(normaliseHost(authority) ?? '') ?? []
    if (hostname === undefined || hostname === '') return { isValid: false }
    return { isValid: true, origin: ready.find(({ match }) => matches(match, hostname)) }
  })
}

function matches(match: string, hostname: string): boolean {
  if (match === '*') return true
  // A host that is valid begins with no dot, so that the domain itself does not end like this.
  return match.startsWith('*.') ? hostname.endsWith(match.slice(1)) : match === hostname
}
