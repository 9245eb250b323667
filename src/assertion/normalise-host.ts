/** 253 characters of a name (RFC 1035 section 2.3.4), a trailing dot and `:65535`. */
const MAX_HOST_LENGTH = 260

/** Matched before it is put into lower case: `toLowerCase` makes a plain k of the Kelvin sign. */
const HOST = /^(?<name>\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)\.?(?::(?<port>[1-9][0-9]{0,4}))?$/i

/** Without the scheme, which TLS termination hides from verifiers, either default port reads as none. */
const DEFAULT_PORTS: ReadonlySet<string> = new Set(['80', '443'])

/**
 * Returns a Host header's value as the `host` claim spells it: lower case, no trailing dot, no default port.
 *
 * Undefined for anything but one plain host with an optional port: user information, several hosts, percent-encoding and
 * names beyond ASCII have more than one spelling, so they cannot be compared.
 */
export function normaliseHost(host: string): string | undefined {
  if (host.length > MAX_HOST_LENGTH) return undefined
  const { name, port } = HOST.exec(host)?.groups ?? {}
  const lowered = name?.toLowerCase()
  if (lowered === undefined || port === undefined || DEFAULT_PORTS.has(port)) return lowered
  return `${lowered}:${port}`
}
