import type { Note } from '../../compiled.ts'
import { normalisedPaths } from '../../envoy/normalised-paths.ts'
import type { GatewayInput } from '../../target.ts'

/** What Contour's files alone do not say. */
export function contourNotes(input: GatewayInput): readonly Note[] {
  const { entrance, hop, service } = input
  return [
    {
      kind: 'limit',
      text: `Contour trusts X-Forwarded-For by a count alone. Whoever reaches Envoy around the ${entrance.forwardedHops} proxies in front writes the address that ipAllowPolicy with source Remote sees.`,
      source: 'https://projectcontour.io/docs/main/config/ip-filtering/',
    },
    {
      kind: 'step',
      text: 'Merge contour-configuration.yaml into the ContourConfiguration that Contour was started with (--contour-config-name), and restart Contour: it reads it once.',
      source: 'https://projectcontour.io/docs/main/configuration/',
    },
    ...(service === undefined ? [] : [servicePatch()]),
    ...(entrance.takesProxy ? proxyNotes() : []),
    ...(hop.verifies === 'forward-auth' ? askingNotes(input) : []),
  ]
}

function servicePatch(): Note {
  const text =
    'envoy-service.yaml is a patch for the Service envoy that Contour’s manifests make: kubectl patch --patch-file, or a patch of kustomize. A class of load balancer cannot be changed on a Service that is there.'
  return {
    kind: 'step',
    text,
    source: 'https://github.com/projectcontour/contour/blob/main/examples/contour/02-service-envoy.yaml',
  }
}

function proxyNotes(): readonly Note[] {
  return [
    {
      kind: 'warning',
      text: 'The health port 8002 takes no PROXY header. An NLB that sends one in its checks of that port takes every node out: have it check 8080 or 8443, where Envoy takes the header, by TCP.',
      source: 'https://github.com/projectcontour/contour/issues/4833',
    },
    {
      kind: 'step',
      text: 'Switch PROXY protocol on at the load balancer and at Contour together: with one of them alone every connection breaks, and everything else behind this Contour has to come with a header too.',
    },
  ]
}

function askingNotes({ topology }: GatewayInput): readonly Note[] {
  const { namespace, service } = topology.verifier
  return [
    normalisedPaths('Contour', ', and join slashes,'),
    {
      kind: 'limit',
      text: 'jwtProviders is not used: it reads a token from Authorization alone and hands no claim on, so that neither the assertion nor its address could pass.',
      source: 'https://projectcontour.io/docs/main/config/jwt-verification/',
    },
    {
      kind: 'limit',
      text: 'Only HTTPProxy asks over TLS. An Ingress or an HTTPRoute for one of these hosts is not asked about there, global external authorization or not: let none have them.',
      source: 'https://github.com/projectcontour/contour/blob/main/internal/dag/httpproxy_processor.go',
    },
    {
      kind: 'step',
      text: `Let the NetworkPolicy of the verifier in ${namespace} take connections from the namespace projectcontour, and give ${service} the document ipseal.verifier.json.`,
    },
    {
      kind: 'step',
      text: 'Limit rates by a global rateLimitPolicy with the descriptor requestHeader X-Client-IP: its filter stands behind external authorization. The local one stands before, and counts for all clients together.',
      source: 'https://projectcontour.io/docs/main/config/rate-limiting/',
    },
    {
      kind: 'limit',
      text: 'With corsPolicy Envoy answers preflights itself, before it asks. They reach no application.',
      source: 'https://projectcontour.io/docs/main/config/cors/',
    },
  ]
}
