import type { GatewayInput } from '../../target.ts'
import { apart, block, type Lines, remark } from './lines.ts'
import { HTTPS_PORT } from './listen.ts'
import { nextAddress } from './next-address.ts'
import { unique } from './real-ip.ts'

/** The fragment for the stream block of a plain nginx that hands TLS on unread. */
export function passthroughConfiguration(input: GatewayInput): Lines {
  const { topology, entrance } = input
  const proxy = entrance.takesProxy ? ' proxy_protocol' : ''
  const senders = unique(entrance.senders)
  const only = senders.map((prefix) => `allow ${prefix};`)
  return apart(
    remark(`The path ${topology.name}, for the stream block: include passthrough.conf;`),
    block('upstream ipseal_application', [`server ${nextAddress(input)};`]),
    block('server', [
      `listen ${HTTPS_PORT}${proxy};`,
      `listen [::]:${HTTPS_PORT}${proxy};`,
      ...(entrance.takesProxy ? senders.map((prefix) => `set_real_ip_from ${prefix};`) : []),
      ...remark('Version 1, with the address that set_real_ip_from lets in.'),
      'proxy_protocol on;',
      // Without realip the address that is allowed is the one of the connection itself.
      ...(entrance.takesProxy || only.length === 0 ? [] : [...only, 'deny all;']),
      'proxy_pass ipseal_application;',
    ]),
  )
}
