import { aggregatePrefixes } from '../../../../ranges/aggregate-prefixes.ts'
import { CompileError } from '../../../compile-error.ts'
import type { GatewayInput } from '../../../target.ts'
import { because, type Plain } from '../../../yaml/because.ts'
import { realIpOf } from '../real-ip.ts'

/** `maxItems` of `spec.rewriteClientIP.trustedAddresses` (config/crd/bases/gateway.nginx.org_nginxproxies.yaml, v2.6.7). */
export const MOST_ADDRESSES = 64

/** Of the NginxProxy: who is believed about `$remote_addr`, and whether connections begin with a PROXY header. */
export function rewriteClientIp(input: GatewayInput): Plain {
  const from = realIpOf(input.entrance)?.from ?? []
  if (from.length === 0) {
    if (input.entrance.takesProxy) throw unknownSenders(input)
    return undefined
  }
  return {
    mode: input.entrance.takesProxy
      ? because('Every connection begins with one. It is this or X-Forwarded-For, one pass.', 'ProxyProtocol')
      : because('For $remote_addr, which is a claim.', 'XForwardedFor'),
    setIPRecursively: input.entrance.takesProxy ? undefined : true,
    trustedAddresses: because(
      'Exactly those in front, joined where two make one: there may be 64.',
      addresses(input, from),
    ),
  }
}

function addresses({ at }: GatewayInput, from: readonly string[]): Plain {
  const joined = aggregatePrefixes(from)
  if (joined.length > MOST_ADDRESSES) {
    throw new CompileError({
      code: 'TOO_MANY_PREFIXES',
      path: at,
      rule: `nginx-gateway-fabric trusts ${MOST_ADDRESSES} prefixes at most`,
      received: `${from.length} prefixes, ${joined.length} when joined`,
      nextStep: 'Put a load balancer that sends PROXY protocol in front, of which only its own ranges are trusted',
    })
  }
  return joined.map((value) => ({ type: 'CIDR', value }))
}

function unknownSenders({ at }: GatewayInput): CompileError {
  return new CompileError({
    code: 'UNSUPPORTED',
    path: at,
    rule: 'nginx-gateway-fabric takes PROXY protocol only together with addresses that it trusts',
    nextStep: 'Say from where the hop in front connects: "ranges"',
  })
}
