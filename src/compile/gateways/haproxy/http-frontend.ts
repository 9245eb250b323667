import type { Topology } from '../../../topology/topology.ts'
import type { GatewayInput } from '../../target.ts'
import { verifierAddress } from '../../verifier-service.ts'
import { bindLines, proxyLines } from './entrance-lines.ts'
import { stripLines } from './strip-lines.ts'
import { verifyLines } from './verify-lines.ts'
import { quote, type Reasoned, why, writeSection } from './write-section.ts'

const LOG_FORMAT =
  '"client=%ci verified=%[var(txn.client_ip)] peer=%[var(txn.peer)] status=%ST method=%HM path=%{+Q}HPO time=%Ta"'

/** The frontend that verifies, by itself or by asking: only what has an assertion, or is exempt, goes on. */
export function verifyingFrontend(input: GatewayInput): string {
  const { topology, jwks, entrance, hop } = input
  const verify = hop.verifies === 'native' ? verifyLines(topology.assertion, jwks) : askLines(topology)
  return writeSection('frontend edge', [
    bindLines(topology, entrance),
    ...proxyLines(entrance),
    logLines(),
    routeLines(topology),
    ...verify,
    ...stripLines('removed'),
    ...clientLines(),
    { lines: ['default_backend next'] },
  ])
}

/** The frontend in front of a gateway that verifies: it hands the assertion on, and nothing else under our names. */
export function passingFrontend({ topology, entrance }: GatewayInput): string {
  const { forwarders } = entrance
  const strangers = forwarders.length === 0 ? '' : ' unless { src -f forwarders.lst }'
  return writeSection('frontend edge', [
    bindLines(topology, entrance),
    ...proxyLines(entrance),
    logLines(),
    ...stripLines('kept'),
    why(
      'X-Forwarded-For is kept from those alone who append to it on this path, and the peer is appended: the next hop counts on both.',
      `http-request del-header x-forwarded-for${strangers}`,
      'option forwardfor',
    ),
    { lines: ['default_backend next'] },
  ])
}

function logLines(): Reasoned {
  return why(
    'Access log: client is the verified address, and the peer where there is none.',
    'http-request set-var(txn.peer) src',
    `log-format ${LOG_FORMAT}`,
  )
}

function routeLines({ exempt }: Topology): Reasoned {
  const routes = exempt.map(({ method, path }) => quote(`${method} ${path}`))
  const reason = 'Method and path, byte by byte: what resembles an exempt route is none.'
  const none = 'acl is_exempt always_false'
  if (routes.length === 0) return why('No route is served without an assertion.', none)
  return why(
    reason,
    'http-request set-var(txn.route_path) path',
    'http-request set-var(txn.route) method,concat(" ",txn.route_path)',
    `acl is_exempt var(txn.route) -m str -- ${routes.join(' ')}`,
  )
}

/** The service has the exempt routes in its document too, and is not asked about them. */
function askLines({ verifier }: Topology): readonly Reasoned[] {
  const url = `http://${verifierAddress(verifier)}/`
  return [
    why(
      'Asks the verifier service, and has the address of its answer in txn.client_ip. Without an answer there is none.',
      `http-request lua.client_ip ${url} if !is_exempt`,
    ),
  ]
}

function clientLines(): readonly Reasoned[] {
  return [
    why(
      'Without a verified address nothing passes. On an exempt route the client is unknown.',
      'http-request deny deny_status 401 if !is_exempt !{ var(txn.client_ip) -m found }',
    ),
    why(
      'The verified address becomes the source: for the log, for limits, for acls on src, and for PROXY protocol to the next hop. X-Forwarded-For tells old applications the same; nothing that came in it is believed.',
      'http-request set-src var(txn.client_ip) if !is_exempt',
      'http-request set-header x-client-ip %[var(txn.client_ip)] if !is_exempt',
      'http-request set-header x-forwarded-for %[src]',
    ),
    why(
      'A limit for each verified client, an IPv6 one by its /64. The number is yours to choose.',
      'stick-table type ipv6 size 100k expire 10s store http_req_rate(10s)',
      'http-request track-sc0 src,ipmask(32,64) if !is_exempt',
      'http-request deny deny_status 429 if !is_exempt { sc_http_req_rate(0) gt 1000 }',
    ),
  ]
}
