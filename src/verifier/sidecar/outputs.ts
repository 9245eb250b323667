import { normaliseHost } from '../../assertion/normalise-host.ts'
import type { HeaderLine } from '../../headers/header-line.ts'
import type { Decision } from '../../origin/verifier.ts'
import type { ReadRequest } from './request.ts'

type Passed = Decision & { readonly action: 'pass' }

/** Where an application that cannot verify looks for the client's address. */
const ADDRESS_HEADERS: readonly (readonly [name: string, write: (ip: string) => string])[] = [
  ['X-Client-IP', String],
  ['X-Real-IP', String],
  ['X-Forwarded-For', String],
  ['Forwarded', writeForwarded],
]

/**
 * Adds to the headers of a request what the application may believe about the client: the outputs of the verifier, and
 * the verified address alone under the names that servers look for. Nothing is added without a client.
 *
 * How the edge was asked, X-Forwarded-Host and X-Forwarded-Proto, is not signed. It goes on with a verified client,
 * where it has one plain value: the edge has set it, and whoever could change it behind the edge could change the path
 * and the Host as well. Without a client it is the client's own word, and is left out.
 */
export function addOutputs({ headers, claimed }: ReadRequest, { client, set }: Passed): void {
  for (const [name, value] of set) headers.push(name, value)
  if (client === undefined) return
  for (const [name, write] of ADDRESS_HEADERS) {
    if (!isSet(set, name)) headers.push(name, write(client.ip))
  }
  if (claimed.host !== undefined && normaliseHost(claimed.host) !== undefined) {
    headers.push('X-Forwarded-Host', claimed.host)
  }
  if (claimed.proto === 'https' || claimed.proto === 'http') headers.push('X-Forwarded-Proto', claimed.proto)
}

/** An output that the verifier was asked for under such a name holds what it was asked to hold. */
function isSet(set: readonly HeaderLine[], name: string): boolean {
  for (const [present] of set) {
    if (present === name || present.toLowerCase() === name.toLowerCase()) return true
  }
  return false
}

/** RFC 7239 section 6: IPv6 is bracketed, and quoted for the brackets and colons are in no token. */
function writeForwarded(ip: string): string {
  return ip.includes(':') ? `for="[${ip}]"` : `for=${ip}`
}
