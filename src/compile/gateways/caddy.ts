import { isAtLeast } from '../../topology/version.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, Note } from '../compiled.ts'
import { askingContract, byLine, byNobody } from '../contract.ts'
import { gatewayLock, type Lock, nodesNotes } from '../kubernetes/gateway-lock.ts'
import { workloadName } from '../kubernetes/workload-name.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { askedOverHttp, verifierDocument } from '../verifier-document.ts'
import { writeCaddyfile } from './caddy/caddyfile.ts'
import { nextGatewayNotes } from './next-hop.ts'

/** Before, header names with underscores or dots go on, which applications read as X-Client-IP (caddy#7808). */
const OLDEST = '2.11.9'

/** Caddy asks the verifier service: a Caddyfile. */
export const CADDY: GatewayTarget = {
  kind: 'gateway',
  name: 'caddy',
  title: 'Caddy: a Caddyfile with forward_auth',
  passesOn: true,
  compile,
}

function compile(input: GatewayInput): Compiled {
  const { hop, topology } = input
  checkAbilities(input)
  const lock = lockOf(input)
  const isAsking = hop.verifies === 'forward-auth'
  return {
    files: [
      { path: 'Caddyfile', text: writeCaddyfile(input) },
      ...lock.files,
      ...(isAsking ? [verifierDocument(topology, askedOverHttp('caddy'))] : []),
    ],
    notes: [...notes(input), ...lock.notes, ...nextGatewayNotes(input)],
    contract: isAsking
      ? askingContract({
          'missing-refused': byLine('forward_auth on every request'),
          'outputs-removed': byLine(
            'request_header -X-Client-IP before forward_auth, whose copy_headers removes what is not answered too',
          ),
          'aliases-removed': byNobody(
            'names with other bytes than "_" and ".", as x~client~ip, go on, and an application that reads every such byte as "-", as CGI does, takes one for X-Client-IP; Caddy drops those with "_" and "."',
          ),
        })
      : undefined,
  }
}

function lockOf(input: GatewayInput): Lock {
  if (!input.entrance.takesProxy) return { files: [], notes: nodesNotes(input) }
  return gatewayLock(input, {
    podLabels: { 'app.kubernetes.io/name': workloadName(input.topology, input.hop) },
    ports: input.entrance.isDecrypted ? [8080] : [8080, 8443],
    reason: 'Caddy serves whoever connects without a PROXY header, as a client of its own.',
  })
}

function notes({ topology, hop, entrance }: GatewayInput): readonly Note[] {
  const proxy: Note = {
    kind: 'limit',
    text: 'Caddy serves connections without a PROXY header from anyone: a NetworkPolicy or a security group has to keep them out.',
    source: 'https://caddyserver.com/docs/caddyfile/options#proxy-protocol',
  }
  const ports = entrance.isDecrypted
    ? 'the port http 8080'
    : 'the ports http 8080 and https 8443, with its certificate in /etc/caddy/tls'
  return [
    {
      kind: 'step',
      text: `Run Caddy as a Deployment with the label app.kubernetes.io/name: ${workloadName(topology, hop)} and ${ports}.`,
    },
    ...(entrance.takesProxy ? [proxy] : []),
    {
      kind: 'limit',
      text: 'OPTIONS * is answered by Go itself, with 200 and before any rule here. It reaches no application.',
    },
    { kind: 'limit', text: 'Caddy ships no rate limit: limit by X-Client-IP in the application.' },
    {
      kind: 'limit',
      text: 'Caddy sends announced trailers and names with bytes such as ! and ~ on: the application must not read trailers as headers, and be no CGI that turns every such byte into _.',
    },
  ]
}

function checkAbilities({ hop, topology, at }: GatewayInput): void {
  if (!isAtLeast(hop.version, OLDEST)) {
    throw new CompileError({
      code: 'UNSUPPORTED_VERSION',
      path: `${at}.version`,
      rule: 'Caddy before 2.11.9 hands on header names with underscores or dots, which applications read as X-Client-IP',
      received: hop.version,
      nextStep: 'Use caddy@2.11.9 or later',
    })
  }
  if (topology.tls === 'passthrough') {
    throw new CompileError({
      code: 'UNSUPPORTED',
      path: 'tls',
      rule: 'Caddy ships nothing that hands TLS on unread',
      received: topology.tls,
      nextStep: 'End TLS at Caddy, or hand it on with haproxy or traefik',
    })
  }
  if (hop.sendsProxy !== 'none') {
    throw new CompileError({
      code: 'UNSUPPORTED',
      path: `${at}.sendsProxy`,
      rule: 'Caddy keeps connections to the next hop for several clients, so no PROXY header is compiled for it',
      received: hop.sendsProxy,
      nextStep: 'Leave "sendsProxy" out: the next hop reads X-Forwarded-For',
    })
  }
}
