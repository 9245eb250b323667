import { CompileError } from '../../compile-error.ts'
import type { GatewayInput } from '../../target.ts'

/** Of controllers for HTTP. They could hand TLS on too, by other objects than those compiled here. */
export function refusePassthrough({ topology, hop, at }: GatewayInput): void {
  if (topology.tls === 'terminated') return
  throw new CompileError({
    code: 'UNSUPPORTED',
    path: at,
    rule: `${hop.product} is compiled for paths on which it ends TLS`,
    received: '"passthrough"',
    nextStep: 'Use "tls": "terminated", or the target nginx for a stream that is handed on unread',
  })
}

export function refuseSending({ hop, at }: GatewayInput): void {
  if (hop.sendsProxy === 'none') return
  throw new CompileError({
    code: 'UNSUPPORTED',
    path: `${at}.sendsProxy`,
    rule: 'nginx sends no PROXY header before HTTP requests',
    received: hop.sendsProxy,
    nextStep: 'Leave it out: the application reads X-Client-IP',
  })
}

/** `readTopology` refuses it as well; a topology may come from elsewhere. */
export function refuseNative({ hop, at }: GatewayInput): void {
  if (hop.verifies !== 'native') return
  throw new CompileError({
    code: 'UNSUPPORTED',
    path: `${at}.verifies`,
    rule: `${hop.product} verifies no JWT without NGINX Plus, and never one in a header of its own`,
    received: 'native',
    nextStep: 'Use "verifies": "forward-auth"',
  })
}
