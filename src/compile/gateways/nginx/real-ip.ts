import type { Entrance } from '../../entrance.ts'
import type { Lines } from './lines.ts'

/** What nginx takes for `$remote_addr`: a claim of those it comes from, and not what applications are told. */
export type RealIp = {
  readonly header: 'proxy_protocol' | 'X-Forwarded-For'
  readonly from: readonly string[]
}

/**
 * Returns which source nginx may believe on this path, or undefined if there is none.
 *
 * There is one pass, and it goes by the TCP peer (ngx_http_realip_module): behind a PROXY header X-Forwarded-For would be
 * believed from whoever the header names, so there the header alone counts. X-Forwarded-For is believed only where the
 * peer is one of those who append to it.
 */
export function realIpOf({ takesProxy, senders, peer, forwarders }: Entrance): RealIp | undefined {
  if (takesProxy) return senders.length === 0 ? undefined : { header: 'proxy_protocol', from: unique(senders) }
  const appended = senders.length > 0 && senders.every((prefix) => forwarders.includes(prefix))
  if (peer === 'gateway' || !appended) return undefined
  return { header: 'X-Forwarded-For', from: unique(forwarders) }
}

export function unique(prefixes: readonly string[]): readonly string[] {
  return [...new Set(prefixes)]
}

/** The directives for an http or server block. */
export function realIpLines(realIp: RealIp | undefined): Lines {
  if (realIp === undefined) return []
  return [
    ...realIp.from.map((prefix) => `set_real_ip_from ${prefix};`),
    `real_ip_header ${realIp.header};`,
    ...(realIp.header === 'X-Forwarded-For' ? ['real_ip_recursive on;'] : []),
  ]
}
