import type { Entrance } from '../../entrance.ts'
import type { GatewayInput } from '../../target.ts'
import { verifierAddress } from '../../verifier-service.ts'
import { askLines, askLocation, verifierUpstream } from './asking.ts'
import { headerNameLines } from './header-names.ts'
import { limitedHead, limitZone } from './limit.ts'
import { apart, block, type Lines, remark } from './lines.ts'
import { listenLines } from './listen.ts'
import { logFormat } from './log.ts'
import { CLIENT } from './names.ts'
import { nextAddress } from './next-address.ts'
import { njsImports, njsLocation, njsServerLines } from './njs/njs-lines.ts'
import { unverifiedHeaders, verifiedHeaders } from './proxy-headers.ts'
import { realIpLines, realIpOf } from './real-ip.ts'
import { refuseStrangers, strangerLines } from './strangers.ts'
import { upgradeMaps } from './upgrades.ts'

/** The fragment for the http block of a plain nginx that ends TLS: everything but keys and certificate. */
export function serverConfiguration(input: GatewayInput): Lines {
  const { topology, hop, entrance } = input
  const isVerifying = hop.verifies !== 'none'
  return apart(
    remark(`The path ${topology.name}, for the http block: include client-ip.conf;`),
    hop.verifies === 'native' ? njsImports() : [],
    strangerLines(entrance),
    upgradeMaps(),
    isVerifying ? logAndLimit() : [],
    hop.verifies === 'forward-auth' ? verifierUpstream(verifierAddress(topology.verifier)) : [],
    block('upstream ipseal_application', [`server ${nextAddress(input)};`, 'keepalive 16;']),
    block('server', serverLines(input)),
  )
}

function serverLines(input: GatewayInput): Lines {
  const { hop, topology, entrance } = input
  const isVerifying = hop.verifies !== 'none'
  return apart(
    [...listenLines(entrance, hop.version), `server_name ${serverNames(topology.hosts)};`],
    headerNameLines(),
    refuseStrangers(entrance),
    isVerifying || entrance.takesProxy ? realIp(entrance) : [],
    isVerifying ? ['access_log /var/log/nginx/ipseal.log ipseal;'] : [],
    isVerifying ? verifiedHeaders() : unverifiedHeaders(),
    asking(input),
    ...(isVerifying ? verifiedLocations() : [unverifiedLocation()]),
  )
}

function logAndLimit(): Lines {
  return [
    ...remark('The verified address, and beside it what others said. A refused request has none.'),
    `log_format ipseal escape=json '${logFormat(CLIENT)}';`,
    ...limitZone(),
  ]
}

function realIp(entrance: Entrance): Lines {
  const lines = realIpLines(realIpOf(entrance))
  if (lines.length === 0) return []
  const reason = `$remote_addr is a claim of those who are named here. It decides nothing: applications, log and limit take ${CLIENT}.`
  return [...remark(reason), ...lines]
}

function asking(input: GatewayInput): Lines {
  switch (input.hop.verifies) {
    case 'native':
      return apart(njsServerLines(input), njsLocation())
    case 'forward-auth':
      return apart(askLines(), askLocation('$http_host'))
    case 'none':
      return []
  }
}

function verifiedLocations(): readonly Lines[] {
  return [
    block('location /', [
      ...remark('There is no such file: everything goes on to the next location.'),
      'try_files /.ipseal-none @ipseal_application;',
    ]),
    block('location @ipseal_application', [...limitedHead(), 'proxy_pass http://ipseal_application;']),
  ]
}

function unverifiedLocation(): Lines {
  return block('location /', ['proxy_pass http://ipseal_application;'])
}

function serverNames(hosts: readonly string[]): string {
  return hosts.map((host) => (host === '*' ? '_' : host)).join(' ')
}
