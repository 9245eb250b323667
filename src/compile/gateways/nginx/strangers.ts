import type { Entrance } from '../../entrance.ts'
import { block, type Lines, remark } from './lines.ts'
import { STRANGER } from './names.ts'
import { unique } from './real-ip.ts'

/** For the http block: who may connect at all. Nothing where nobody knows from where connections come. */
export function strangerLines({ senders, takesProxy }: Entrance): Lines {
  if (senders.length === 0) return []
  const reason = takesProxy
    ? 'nginx takes a PROXY header from whoever connects, and trust decides only about $remote_addr. So the peer of the TCP connection itself is looked at, which no header changes: $realip_remote_addr (ngx_http_realip_module).'
    : 'Who connects past the edge is refused before anything is read from the request. $realip_remote_addr is the peer of the TCP connection, whatever headers say (ngx_http_realip_module).'
  const known = unique(senders).map((prefix) => `${prefix} 0;`)
  return [...remark(reason), ...block(`geo $realip_remote_addr ${STRANGER}`, ['default 1;', ...known])]
}

/** For each server block: 444 closes the connection without an answer. */
export function refuseStrangers({ senders }: Entrance): Lines {
  return senders.length === 0 ? [] : block(`if (${STRANGER})`, ['return 444;'])
}
