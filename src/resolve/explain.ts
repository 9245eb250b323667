import type { Anomaly, Hop, RefusalReason, Resolution } from './resolution.ts'

/** Turns a resolution into sentences for a person, one for each hop, then the outcome, then each anomaly. */
export function explain(resolution: Resolution): readonly string[] {
  const path = resolution.hops.map(explainHop)
  const outcome = resolution.ok
    ? `${resolution.ip} is the client: no group lets it speak for anyone else.`
    : explainRefusal(resolution.reason, resolution.header)
  return [...path, outcome, ...resolution.anomalies.map(explainAnomaly)]
}

function explainHop({ address, via, group }: Hop): string {
  const source = via === 'peer' ? 'opened the connection' : `was named by ${via}`
  return group === undefined
    ? `${address} ${source}.`
    : `${address} ${source} and belongs to group "${group}", whose headers are asked next.`
}

function explainRefusal(reason: RefusalReason, header: string | undefined): string {
  const name = header ?? 'the header'
  switch (reason) {
    case 'no-peer':
      return 'Refused: the platform gave no usable peer address, and without one nothing can be believed.'
    case 'infrastructure-peer':
      return 'Refused: the peer is one of the platform’s own machines; if another CDN stands in front, name it in "trust".'
    case 'unproven-peer':
      return `Refused: ${name} does not hold the secret that tells your tenant of this provider from any other.`
    case 'missing-header':
      return `Refused: ${name} is missing, and a proxy that should have set it did not.`
    case 'repeated-header':
      return `Refused: ${name} came more than once; one of the copies is not the provider’s.`
    case 'malformed-address':
      return `Refused: ${name} holds something that is no address where the next hop should be.`
    case 'opaque-hop':
      return `Refused: a proxy wrote in ${name} that it hides whom it received the request from.`
    case 'conflict':
      return `Refused: ${name} names another address than the header before it.`
    case 'chain-mismatch':
      return `Refused: ${name} does not hold, in order, the hops that other headers named.`
    case 'chain-exhausted':
      return `Refused: every entry of ${name} belongs to a trusted proxy, so the client was never written down.`
    case 'chain-too-short':
      return `Refused: ${name} has fewer entries than the configured number of hops.`
    case 'chain-too-long':
      return `Refused: more hops, or more of ${name}, than the limits allow.`
    case 'pseudo-ipv4':
      return 'Refused: the address is Cloudflare’s Pseudo IPv4, a hash; set "pseudoIPv4": "read-ipv6" if the feature is yours.'
    case 'foreign-worker':
      return 'Refused: a Cloudflare Worker of another zone sent this, and Workers choose their headers; see "ownZones".'
  }
}

function explainAnomaly(anomaly: Anomaly): string {
  switch (anomaly) {
    case 'spoof-attempt':
      return 'Note: the client sent headers that say who the client is. They were ignored.'
    case 'special-address':
      return 'Note: the client’s address is special-purpose (private, documentation, …), not one of the public Internet.'
    case 'header-alias':
      return 'Note: a header came in another spelling that some servers read as one of ours, such as X_Forwarded_For.'
    case 'duplicate-header':
      return 'Note: a header that holds one address came in more than one line.'
  }
}
