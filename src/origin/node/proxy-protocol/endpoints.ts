import type { AddressInfo, Socket } from 'node:net'
import { familyOf } from '../../../net/address.ts'
import type { Endpoint } from '../../../proxy-protocol/header.ts'
import { attachFacts, type ProxyFacts } from './facts.ts'
import type { ProxyChoices } from './options.ts'

/** Makes `facts` known at a socket, and lets it join the two ends that they name, where they do and it shall. */
export function applyFacts(socket: Socket, facts: ProxyFacts, endpoints: ProxyChoices['endpoints']): void {
  attachFacts(socket, facts)
  if (endpoints === 'replace' && facts.command === 'PROXY') replaceEndpoints(socket, facts.source, facts.destination)
}

/**
 * Lets `socket` say everywhere that it joins `remote` and `local`, as it would if the client had connected to it.
 *
 * On the socket itself: the properties that Node reads from the system are those of its prototype.
 */
function replaceEndpoints(socket: Socket, remote: Endpoint, local: Endpoint): void {
  const bound = { address: local.address, family: nameFamily(local), port: local.port }
  Object.defineProperties(socket, {
    remoteAddress: { value: remote.address },
    remotePort: { value: remote.port },
    remoteFamily: { value: nameFamily(remote) },
    localAddress: { value: bound.address },
    localPort: { value: bound.port },
    localFamily: { value: bound.family },
    address: { value: (): AddressInfo => ({ ...bound }) },
  })
}

function nameFamily({ address }: Endpoint): 'IPv4' | 'IPv6' {
  return familyOf(address) === 4 ? 'IPv4' : 'IPv6'
}
