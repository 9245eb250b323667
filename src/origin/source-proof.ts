import { describeValue } from '../fault/escape-text.ts'
import { type Address, familyOf, wordsOf } from '../net/address.ts'
import { type Prefix, parsePrefix } from '../net/prefix.ts'
import { buildPrefixTable } from '../net/prefix-table.ts'
import { OriginError } from './origin-error.ts'

/** Whom a connection came from, on the word of a load balancer: what `proxyHeaderOf` returns is one. */
export type ConnectionFacts =
  | { readonly command: 'PROXY'; readonly source: { readonly address: Address } }
  | { readonly command: 'LOCAL' }

/** Why the connection of a request vouches for nobody, whatever the request says. */
export type SourceRejection =
  /** It had no PROXY protocol header, or came by a way on which nobody reads one. */
  | { readonly reason: 'source-missing' }
  /** LOCAL, UNKNOWN or UNSPEC: a health check of the load balancer, which exempt routes serve and no others. */
  | { readonly reason: 'source-local' }
  /** Somebody beside the CDN: who found the load balancer, or a range of the CDN that `sources` does not have yet. */
  | { readonly reason: 'wrong-source'; readonly source: Address }

/** Says what is wrong with a connection; undefined if its source is one of those that are demanded. */
export type JudgeSource = (connection: ConnectionFacts | undefined) => SourceRejection | undefined

/** Returns the judge of connections for `sources`, each written as a prefix. Without any, no connection is judged. */
export function readSources(sources: readonly string[] | undefined): JudgeSource | undefined {
  if (sources === undefined) return undefined
  const entries = sources.map((text, index) => ({ prefix: readSource(text, `sources[${index}]`), label: true }))
  if (entries.length === 0) throw badSource('sources', 'names at least one range', 'an empty list')
  const table = buildPrefixTable(entries)
  return (connection) => {
    if (connection === undefined) return { reason: 'source-missing' }
    if (connection.command === 'LOCAL') return { reason: 'source-local' }
    const { address } = connection.source
    if (table.find(wordsOf(address), familyOf(address)) === true) return undefined
    return { reason: 'wrong-source', source: address }
  }
}

function readSource(text: string, path: string): Prefix {
  const prefix = parsePrefix(text)
  if (prefix === undefined) throw badSource(path, 'is a prefix without host bits', describeValue(text))
  if (prefix.length === 0) throw badSource(path, 'leaves somebody out, or it is no proof', describeValue(text))
  return prefix
}

function badSource(path: string, rule: string, received: string): OriginError {
  const nextStep =
    'List the ranges of the CDN, such as edgeRangesOf("cloudfront") of ipseal/ranges, or leave sources out'
  return new OriginError({ code: 'BAD_SOURCE', path, rule, received, nextStep })
}

/** Refuses, when it is set up, a verifier that would refuse every request for the want of what its server cannot know. */
export function demandNoSource(verifier: { readonly needsConnection: boolean }, where: string): void {
  if (!verifier.needsConnection) return
  throw new OriginError({
    code: 'SOURCE_UNKNOWABLE',
    path: 'sources',
    rule: `are for servers that read the PROXY protocol, and ${where} says nothing of it`,
    nextStep:
      'Leave sources out, or verify behind createProxyProtocolServer and pass connectionOf where it is an option',
  })
}
