import { isAtLeast } from '../../../topology/version.ts'
import type { Note } from '../../compiled.ts'
import { gatewayNotes } from '../../envoy/gateway-notes.ts'
import { normalisedPaths } from '../../envoy/normalised-paths.ts'
import type { GatewayInput } from '../../target.ts'
import { READINESS_TAKES_PROXY, TRUSTS_PREFIXES } from './version.ts'

/** What the files leave to do and to know. */
export function kgatewayNotes(input: GatewayInput): readonly Note[] {
  return [...gatewayNotes(input), ...versionLimits(input), ...limits(input)]
}

function versionLimits({ hop, entrance, topology }: GatewayInput): readonly Note[] {
  const notes: Note[] = []
  if (topology.tls === 'terminated' && !isAtLeast(hop.version, TRUSTS_PREFIXES)) {
    const text = `kgateway ${hop.version} counts hops and asks nobody who sent them: whoever reaches the load balancer past the CDN chooses the address that Envoy’s own logs and limits see. ${TRUSTS_PREFIXES} believes prefixes.`
    notes.push({ kind: 'warning', text })
  }
  if (entrance.takesProxy && !isAtLeast(hop.version, READINESS_TAKES_PROXY)) {
    const text = `The readiness port 8082 of kgateway ${hop.version} understands no PROXY header: have the load balancer check the traffic port by TCP, or use ${READINESS_TAKES_PROXY}.`
    const source = 'https://kgateway.dev/docs/envoy/latest/reference/release-notes/'
    notes.push({ kind: 'limit', text, source })
  }
  return notes
}

function limits({ topology, hop }: GatewayInput): readonly Note[] {
  if (topology.tls === 'passthrough' || hop.verifies === 'none') return []
  return [
    normalisedPaths('kgateway', ', and merge slashes,'),
    {
      kind: 'step',
      text: 'To rate-limit by client, use a descriptor entry of type Header with x-client-ip in rateLimit.global of a TrafficPolicy, never RemoteAddress.',
      source: 'https://kgateway.dev/docs/envoy/latest/security/ratelimit/global/',
    },
    {
      kind: 'limit',
      text: 'jwtAuth, extAuth or rbac in a TrafficPolicy on a route takes the place of those here, and policies in another namespace than their target are ignored: look for Accepted in each status.',
      source: 'https://kgateway.dev/docs/envoy/latest/about/policies/merging/',
    },
  ]
}
