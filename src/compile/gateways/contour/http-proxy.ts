import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../../headers/own-names.ts'
import { appOf } from '../../../topology/app-of.ts'
import type { Topology } from '../../../topology/topology.ts'
import { NEVER_OPEN } from '../../envoy/reasons.ts'
import { certificateName } from '../../kubernetes/gateway-api.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { extensionReference } from './extension-service.ts'

const AUTHORIZATION = 'https://projectcontour.io/docs/main/guides/external-authorization/'

/**
 * One HTTPProxy for each host, over TLS: Contour answers plain HTTP with a redirect, which reaches no application.
 *
 * Each asks by itself. `globalExtAuth` would be asked for HTTPProxies too, but over TLS for nothing else: Contour gives the
 * filter to no host of an Ingress or HTTPRoute there (internal/dag sets it in its HTTPProxy processor alone).
 */
export function httpProxies(input: GatewayInput): readonly Manifest[] {
  const { topology } = input
  return topology.hosts.map((fqdn, i) => ({
    apiVersion: 'projectcontour.io/v1',
    kind: 'HTTPProxy',
    metadata: { name: i === 0 ? topology.name : `${topology.name}-${i + 1}`, namespace: topology.namespace },
    spec: { virtualhost: virtualHost(input, fqdn), routes: [route(input)] },
  }))
}

function virtualHost({ topology, hop }: GatewayInput, fqdn: string): Plain {
  return {
    fqdn,
    tls: {
      secretName: because('Yours to make: its key is no part of what is compiled.', certificateName(topology)),
    },
    authorization: hop.verifies === 'forward-auth' ? authorization(topology) : undefined,
  }
}

function authorization(topology: Topology): Plain {
  return because(
    `Asked about every request of this host. Let no route set authPolicy.disabled: what needs no assertion is in the service’s document, and a route that is not asked about hands on what the client wrote. ${AUTHORIZATION}`,
    {
      extensionRef: extensionReference(topology),
      responseTimeout: '2s',
      failOpen: because(NEVER_OPEN, false),
    },
  )
}

function route({ topology, hop }: GatewayInput): Plain {
  const { service, port } = appOf(topology)
  const removed = hop.verifies === 'none' ? CLIENT_IP_HEADER : ASSERTION_HEADER
  return {
    conditions: [{ prefix: '/' }],
    enableWebsockets: because('The one upgrade that is let through: another could speak past the gateway.', true),
    requestHeadersPolicy: {
      remove: because(
        'Behind the answer of the service, which removes every other spelling: Contour refuses a list with names that hold an underscore (internal/dag/policy.go). A route that is added needs this too.',
        [removed],
      ),
    },
    services: [{ name: service, port }],
  }
}
