import type { VerifierDocument } from '../config/verifier-schema.ts'
import { snapshotPrefixes } from '../ranges/snapshot.ts'

type Sources = NonNullable<VerifierDocument['proxyProtocol']>['sources']

/** Returns the prefixes that PROXY headers may name a client in; undefined if they may name anybody. */
export function sourcePrefixes(sources: Sources): readonly string[] | undefined {
  return typeof sources === 'string' ? snapshotPrefixes(sources) : sources
}

/** Reads `host:port`, with an IPv6 address in brackets. */
export function readRelayUpstream(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) }
}
