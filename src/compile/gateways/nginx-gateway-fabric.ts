import { appOf } from '../../topology/app-of.ts'
import { isAtLeast } from '../../topology/version.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, Note } from '../compiled.ts'
import { gateway, gatewayName, httpRoute } from '../kubernetes/gateway-api.ts'
import { gatewayLock } from '../kubernetes/gateway-lock.ts'
import { manifestFile } from '../kubernetes/manifest-file.ts'
import type { Manifest } from '../kubernetes/metadata.ts'
import type { GatewayInput, GatewayTarget } from '../target.ts'
import { askedOverHttp, verifierDocument } from '../verifier-document.ts'
import { because } from '../yaml/because.ts'
import { ASKING_CONTRACT } from './nginx/asking-contract.ts'
import { logFormat } from './nginx/log.ts'
import { CLIENT } from './nginx/names.ts'
import { rewriteClientIp } from './nginx/nginx-gateway-fabric/rewrite-client-ip.ts'
import { routeRemovals, snippetsPolicy } from './nginx/nginx-gateway-fabric/snippets-policy.ts'
import { familyNotes, LIMITS_BEFORE_ASKING, LOCK_REASON, verifierFirst } from './nginx/notes.ts'
import { refuseNative, refusePassthrough, refuseSending } from './nginx/refuse.ts'

/** F5's implementation of the Gateway API without NGINX Plus: it asks the verifier service by a SnippetsPolicy. */
export const NGINX_GATEWAY_FABRIC: GatewayTarget = {
  kind: 'gateway',
  name: 'nginx-gateway-fabric',
  title: 'NGINX Gateway Fabric 2.6 without Plus: asks the verifier service',
  compile,
}

/** The release whose objects were read: the fields of NginxProxy and SnippetsPolicy are those of its CRDs. */
const LEAST_VERSION = '2.6'

function compile(input: GatewayInput): Compiled {
  const { topology, entrance, hop } = input
  refusePassthrough(input)
  refuseSending(input)
  refuseNative(input)
  refuseOlder(input)
  const isAsking = hop.verifies === 'forward-auth'
  const podLabels = { 'gateway.networking.k8s.io/gateway-name': gatewayName(topology) }
  const lock = gatewayLock(input, { podLabels, ports: [80, 443], reason: LOCK_REASON })
  const notes = [SNIPPETS, LIMITS_BEFORE_ASKING, ...familyNotes(entrance), ...lock.notes]
  return {
    files: [
      manifestFile('nginx-proxy.yaml', [nginxProxy(input)]),
      manifestFile('gateway.yaml', [ownGateway(input), route(input)]),
      manifestFile('snippets-policy.yaml', [snippetsPolicy(input)]),
      ...lock.files,
      ...(isAsking ? [verifierDocument(topology, askedOverHttp('nginx'))] : []),
    ],
    notes: isAsking ? [...notes, verifierFirst(topology)] : notes,
    contract: isAsking ? ASKING_CONTRACT : undefined,
  }
}

function nginxProxy(input: GatewayInput): Manifest {
  const { topology, service, hop } = input
  const log = because('The verified address, and beside it what others said.', {
    escape: 'json',
    format: logFormat(CLIENT),
  })
  const { annotations: _, ...spec } = service ?? { annotations: {} }
  return {
    apiVersion: 'gateway.nginx.org/v1alpha2',
    kind: 'NginxProxy',
    metadata: { name: gatewayName(topology), namespace: topology.namespace },
    spec: {
      rewriteClientIP: rewriteClientIp(input),
      logging: hop.verifies === 'none' ? undefined : { accessLog: log },
      kubernetes: service === undefined ? undefined : { service: spec },
    },
  }
}

function ownGateway(input: GatewayInput): Manifest {
  const { topology, service } = input
  const annotations = service?.annotations ?? {}
  const infrastructure = {
    annotations:
      Object.keys(annotations).length === 0
        ? undefined
        : because('NGINX Gateway Fabric copies them to the Service that it makes.', annotations),
    parametersRef: { group: 'gateway.nginx.org', kind: 'NginxProxy', name: gatewayName(topology) },
  }
  return gateway(input, { className: 'nginx', infrastructure })
}

function route(input: GatewayInput): Manifest {
  const { service, port } = appOf(input.topology)
  return httpRoute(input.topology, { backend: { name: service, port }, removed: routeRemovals(input) })
}

function refuseOlder({ hop, at }: GatewayInput): void {
  if (isAtLeast(hop.version, LEAST_VERSION)) return
  throw new CompileError({
    code: 'UNSUPPORTED_VERSION',
    path: at,
    rule: `is compiled for NGINX Gateway Fabric ${LEAST_VERSION} and later, whose SnippetsPolicy covers every route of a Gateway`,
    received: hop.version,
    nextStep: `Use nginx-gateway-fabric@${LEAST_VERSION}`,
  })
}

const SNIPPETS: Note = {
  kind: 'step',
  text: 'Snippets are off by default: helm upgrade --set nginxGateway.snippets.enable=true. Who may write a SnippetsPolicy or a SnippetsFilter may undo these lines: leave that right with those who run the Gateway.',
  source: 'https://docs.nginx.com/nginx-gateway-fabric/traffic-management/snippets/',
}
