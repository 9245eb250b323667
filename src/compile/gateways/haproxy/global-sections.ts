import type { GatewayHop } from '../../../topology/topology.ts'
import { why, writeSection } from './write-section.ts'

/** The file of the action that asks the verifier service. */
export const LUA_FILE = 'client-ip.lua'

/** The sections in front of the first listener. */
export function globalSections({ verifies }: GatewayHop, mode: 'http' | 'tcp'): readonly string[] {
  const lua = verifies === 'forward-auth' ? [`lua-load ${LUA_FILE}`] : []
  const http = mode === 'http' ? ['timeout http-request 10s', 'timeout http-keep-alive 60s'] : []
  return [
    writeSection('global', [
      why('Files that are named below stand beside this one.', 'default-path config'),
      { lines: ['log stdout format raw local0', ...lua] },
    ]),
    writeSection('defaults', [
      {
        lines: [
          `mode ${mode}`,
          'log global',
          'timeout connect 5s',
          'timeout client 30s',
          'timeout server 30s',
          ...http,
        ],
      },
    ]),
    writeSection('resolvers cluster', [{ lines: ['parse-resolv-conf'] }]),
  ]
}

/** Where the kubelet looks: apart from the ports for clients, which serve nobody but the load balancer. */
export function probeSection(): string {
  return writeSection('frontend probes', [
    why(
      'For readiness and liveness probes. They carry no PROXY header and no assertion, so they have a port of their own.',
      'mode http',
      'bind :::8404 v4v6',
      'monitor-uri /ready',
      'http-request deny deny_status 404',
    ),
  ])
}
