import { isAtLeast } from '../../topology/version.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, CompiledFile, Note } from '../compiled.ts'
import { askingContract, byLine, byProduct } from '../contract.ts'
import { networkPolicy } from '../kubernetes/network-policy.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { askedOverHttp, verifierDocument } from '../verifier-document.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import { writeCaddyfile } from './caddy/caddyfile.ts'

/** Before, header names with underscores or dots go on, which applications read as X-Client-IP (caddy#7808). */
const OLDEST = '2.11.9'

/** Caddy asks the verifier service: a Caddyfile. */
export const CADDY: GatewayTarget = {
  kind: 'gateway',
  name: 'caddy',
  title: 'Caddy: a Caddyfile with forward_auth',
  compile,
}

function compile(input: GatewayInput): Compiled {
  const { hop, topology } = input
  checkAbilities(input)
  const isAsking = hop.verifies === 'forward-auth'
  return {
    files: [
      { path: 'Caddyfile', text: writeCaddyfile(input) },
      ...policy(input),
      ...(isAsking ? [verifierDocument(topology, askedOverHttp('caddy'))] : []),
    ],
    notes: notes(input),
    contract: isAsking
      ? askingContract({
          'missing-refused': byLine('forward_auth on every request'),
          'outputs-removed': byLine(
            'request_header -X-Client-IP before forward_auth, whose copy_headers removes what is not answered too',
          ),
          'aliases-removed': byProduct('Caddy drops names with underscores and dots; those with other bytes go on'),
        })
      : undefined,
  }
}

function policy({ entrance, topology }: GatewayInput): readonly CompiledFile[] {
  if (!entrance.takesProxy) return []
  const value = networkPolicy({
    name: `${topology.name}-caddy`,
    namespace: topology.namespace,
    podLabels: { 'app.kubernetes.io/name': `${topology.name}-gateway` },
    from: entrance.senders,
    ports: [8080, 8443],
    reason: 'Caddy serves whoever connects without a PROXY header, as a client of its own.',
  })
  return [{ path: 'network-policy.yaml', text: writeYaml([{ value }]) }]
}

function notes({ topology, entrance }: GatewayInput): readonly Note[] {
  const proxy: Note = {
    kind: 'limit',
    text: 'Caddy serves connections without a PROXY header from anyone: network-policy.yaml, or a security group, has to keep them out.',
    source: 'https://caddyserver.com/docs/caddyfile/options#proxy-protocol',
  }
  return [
    {
      kind: 'step',
      text: `Run Caddy as a Deployment with the label app.kubernetes.io/name: ${topology.name}-gateway and the ports http 8080 and https 8443, with its certificate in /etc/caddy/tls.`,
    },
    ...(entrance.takesProxy ? [proxy] : []),
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
