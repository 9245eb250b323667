import type { Topology } from '../../../topology/topology.ts'
import type { Entrance } from '../../entrance.ts'
import { type Reasoned, why } from './write-section.ts'

/** Where HAProxy listens, as the Service in front of it names the ports: http and https. */
export function bindLines({ tls }: Topology, { isDecrypted }: Entrance): Reasoned {
  const https = 'bind :::8443 v4v6'
  if (tls === 'passthrough') {
    return why('Both families. TLS is handed on unread, so nothing of HTTP is known here.', https)
  }
  const secure = isDecrypted ? [] : [`${https} ssl crt /etc/haproxy/tls/ alpn h2,http/1.1`]
  const certificates = isDecrypted ? '' : ' Certificates with their keys are in /etc/haproxy/tls/.'
  return why(`Both families.${certificates}`, 'bind :::8080 v4v6', ...secure)
}

/**
 * Takes PROXY protocol from the load balancer and nothing from anyone else.
 *
 * `expect-proxy` alone is no rule about strangers: whoever it does not name is served without a header. Both rules see
 * the address of the socket, as the header is read after them.
 */
export function proxyLines({ takesProxy, senders }: Entrance): readonly Reasoned[] {
  if (!takesProxy) return []
  return [
    why(
      'Every connection of the load balancer begins with a PROXY header, whose checksum HAProxy verifies. Anyone else is cut off: without the reject a stranger would be served as a client of its own (Configuration Manual, tcp-request connection).',
      `acl is_load_balancer src ${senders.join(' ')}`,
      'tcp-request connection reject unless is_load_balancer',
      'tcp-request connection expect-proxy layer4',
    ),
  ]
}
