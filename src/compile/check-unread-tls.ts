import { CompileError } from './compile-error.ts'
import type { GatewayInput } from './target.ts'

/**
 * Refuses a gateway that hands TLS on unread and tells nobody whose it was: the next hop would see a connection of the
 * gateway's own, and take its address for the client's. `version` is the PROXY protocol that the product writes best.
 *
 * @throws CompileError
 */
export function checkUnreadTls(
  { topology, hop, at }: Pick<GatewayInput, 'topology' | 'hop' | 'at'>,
  version: 'v1' | 'v2' = 'v2',
): void {
  if (topology.tls !== 'passthrough' || hop.sendsProxy !== 'none') return
  const rule = 'TLS that is handed on unread comes from the gateway’s address, and PROXY protocol alone tells another'
  const nextStep = `Set "sendsProxy": "${version}" on it, and have the next hop demand the header; or end TLS here`
  throw new CompileError({ code: 'ADDRESS_LOST', path: `${at}.sendsProxy`, rule, received: hop.sendsProxy, nextStep })
}
