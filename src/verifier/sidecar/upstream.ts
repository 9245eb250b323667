import { describeValue } from '../../fault/escape-text.ts'
import { UpstreamError } from '../upstream-error.ts'

/** Where the application listens: what node:net and node:http alike connect to. */
export type Upstream = {
  readonly host: string | undefined
  readonly port: number | undefined
  readonly socketPath: string | undefined
  /** For requests that name no host themselves. */
  readonly authority: string
}

const UNIX_PREFIX = 'unix:'

/**
 * Reads `http://127.0.0.1:3000` or `unix:/run/app.sock`.
 *
 * The URL is an origin and nothing more: a path would have to be joined to that of each request, and what was verified
 * would no longer be what the application sees. There is no TLS to it, as it stands on the same machine.
 *
 * @throws UpstreamError for everything else.
 */
export function readUpstream(text: string): Upstream {
  if (text.startsWith(UNIX_PREFIX)) return readUnixPath(text)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.protocol !== 'http:' || `${url.origin}/` !== url.href) throw badUpstream(text)
  // Brackets are for URLs; a socket takes the bare address.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port: Number(url.port || 80), socketPath: undefined, authority: url.host }
}

function readUnixPath(text: string): Upstream {
  const socketPath = text.slice(UNIX_PREFIX.length)
  if (!socketPath.startsWith('/') || socketPath.includes('\0')) throw badUpstream(text)
  return { host: undefined, port: undefined, socketPath, authority: 'localhost' }
}

function badUpstream(text: unknown): UpstreamError {
  return new UpstreamError({
    code: 'BAD_UPSTREAM',
    path: 'upstream',
    rule: 'is the application as http://host:port or unix:/path, without path, query and credentials',
    received: describeValue(text),
    nextStep: 'Write http://127.0.0.1:3000 for an application on port 3000 of this machine',
  })
}
