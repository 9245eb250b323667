import { describeValue } from '../../fault/escape-text.ts'
import { CompileError } from '../compile-error.ts'
import type { GatewayInput } from '../target.ts'

/** Those of HTTPRoute's `method`. https://gateway-api.sigs.k8s.io/reference/spec/#httpmethod */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']

/** What the rules of HTTPRoute refuse in an exact path, among what a topology may hold. */
const REFUSED_IN_PATH = /\/\/|\/\.{1,2}(?:\/|$)/

/**
 * Refuses what the routes of the Gateway API cannot say of a path, and PROXY headers where requests share connections.
 *
 * @throws CompileError
 */
export function checkRoutes(input: GatewayInput): void {
  const { topology, hop, at } = input
  if (topology.tls === 'passthrough' && topology.hosts.includes('*')) {
    const rule = 'a TLSRoute needs the names that it is for, and * is none'
    const nextStep = 'Name the hosts, or "*.example.com"'
    throw new CompileError({ code: 'UNSUPPORTED', path: 'hosts', rule, received: describeValue('*'), nextStep })
  }
  if (topology.tls === 'terminated' && hop.sendsProxy !== 'none') {
    const rule = 'a PROXY header stands for a connection, and this gateway sends requests of many clients down one'
    const nextStep = 'Leave it out: the application reads X-Client-IP. Or use "tls": "passthrough"'
    const received = describeValue(hop.sendsProxy)
    throw new CompileError({ code: 'UNSUPPORTED', path: `${at}.sendsProxy`, rule, received, nextStep })
  }
}

/**
 * Refuses exemptions that no HTTPRoute can match exactly; for gateways that let them through by a route of their own.
 *
 * @throws CompileError
 */
export function checkExemptions({ topology }: GatewayInput): void {
  for (const [i, { method, path }] of topology.exempt.entries()) {
    if (!METHODS.includes(method)) {
      const rule = 'an HTTPRoute matches the methods of RFC 9110 and PATCH alone'
      const nextStep = `Use one of ${METHODS.join(', ')}, or "verifies": "forward-auth" on the gateway`
      const received = describeValue(method)
      throw new CompileError({ code: 'UNSUPPORTED', path: `exempt[${i}].method`, rule, received, nextStep })
    }
    if (REFUSED_IN_PATH.test(path)) {
      const rule = 'an HTTPRoute matches no exact path with empty, . or .. segments'
      const nextStep = 'Write the path as the gateway sees it after it has been normalised'
      const received = describeValue(path)
      throw new CompileError({ code: 'UNSUPPORTED', path: `exempt[${i}].path`, rule, received, nextStep })
    }
  }
}
