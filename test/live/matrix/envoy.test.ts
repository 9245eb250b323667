import { findEnvoy } from '../find-envoy.ts'
import type { DataPlane, Hole, Unlike } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { describeRotation } from './describe-rotation.ts'
import { startCompiledEnvoy } from './start-compiled-envoy.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = await findEnvoy()

/** The switch that Envoy 1.40 brought: true removes a client's X-Client-IP on every route, false where a token is demanded. */
const SANITIZE = 'envoy.reloadable_features.jwt_authn_sanitize_payload_headers_filter_wide'
const OPEN = '/open'

const PREFIX = {
  want: ['refused'],
  because: 'jwt_authn reads a token with the prefix or without it, as the topology says, and here it is without',
}
const HOST = {
  want: ['refused'],
  because: 'an expression of Envoy’s cannot put a host into lower case, nor take a dot from its end',
}

const HOSTS: Unlike = {
  'with the port and the case that a client may write': HOST,
  'compares host and path in their one spelling': HOST,
}

const NATIVE: Unlike = {
  'with the prefix that some gateways need': PREFIX,
  'takes the prefix that Kong needs': PREFIX,
  ...HOSTS,
}

const OPEN_ROUTE = 'X-Client-IP, on a route whose filter is off'

const HOLES: readonly Hole[] = [
  {
    name: 'the client’s X-Client-IP is removed early',
    edits: { 'regex: x[^a-z0-9]client[^a-z0-9]ip\n': 'regex: x-nothing\n' },
    shownBy: [OPEN_ROUTE, 'X-Client-IP, on an exempt route', 'dots, on an exempt route'],
  },
  {
    name: 'aliases of the assertion are removed early',
    edits: {
      'regex: x[^a-z0-9-]client[^a-z0-9]ip[^a-z0-9]assertion': 'regex: x-nothing',
      'regex: x[^a-z0-9]client[^a-z0-9-]ip[^a-z0-9]assertion': 'regex: x-nothing',
      'regex: x[^a-z0-9]client[^a-z0-9]ip[^a-z0-9-]assertion': 'regex: x-nothing',
    },
    shownBy: ['aliases of the assertion, half and half, on an exempt route'],
  },
  {
    name: 'what jwt_authn does not check',
    edits: { 'action: ALLOW': 'action: LOG' },
    shownBy: [
      'an assertion, two good ones in two lines: is refused',
      'an assertion, the same in two lines: is refused',
      'nor another host',
    ],
  },
  {
    name: 'the assertion is kept from the application',
    edits: { 'request_headers_to_remove:': 'response_headers_to_remove:' },
    shownBy: ['nothing forged, with the seal of an IPv4 client'],
  },
  {
    name: 'only upgrades to WebSocket',
    edits: { 'upgrade_type: websocket': 'upgrade_type: TLS/1.0' },
    shownBy: ['nobody speaks past the gateway by another upgrade'],
  },
  {
    name: 'paths as they are',
    edits: { 'normalize_path: false': 'normalize_path: true' },
    shownBy: ['what resembles the exempt route is not it: /./health'],
  },
]

function native(name: string, topology: DataPlane['topology'], isSanitizing: boolean): DataPlane {
  return {
    name,
    target: 'envoy',
    evidence: 'product',
    topology,
    start: startCompiledEnvoy(found, { runtime: { [SANITIZE]: isSanitizing }, openRoute: OPEN }),
    openRoute: OPEN,
    unlike: NATIVE,
    product: 'Envoy',
  }
}

const behindBalancer: DataPlane = {
  ...native('Envoy behind PROXY protocol', behindProxy({ product: 'envoy', verifies: 'native' }), true),
  holes: [
    {
      name: 'PROXY headers of the load balancer alone',
      edits: {
        'address_prefix: 127.0.0.1\n        prefix_len: 32': 'address_prefix: 127.0.0.0\n        prefix_len: 8',
      },
      shownBy: ['PROXY from a stranger, with a seal'],
    },
  ],
}

const asOlderOnes: DataPlane = {
  ...native(
    'Envoy behind the edge, which removes headers as before 1.40',
    behindEdge({ product: 'envoy', verifies: 'native' }),
    false,
  ),
  holes: HOLES,
}

const asking: DataPlane = {
  name: 'Envoy that asks',
  target: 'envoy',
  evidence: 'product',
  topology: behindProxy({ product: 'envoy', verifies: 'forward-auth' }),
  start: startCompiledEnvoy(found, { openRoute: OPEN }),
  openRoute: OPEN,
  product: 'Envoy',
}

const prefixed: DataPlane = {
  ...native(
    'Envoy behind the edge, with the prefix',
    { ...behindEdge({ product: 'envoy', verifies: 'native' }), assertion: { prefix: 'Bearer ' } },
    true,
  ),
  unlike: HOSTS,
}

describeMatrix(behindBalancer)
describeContract(behindBalancer)
describeRotation(behindBalancer, 'mv listeners.yaml')
describeMatrix(asOlderOnes)
describeContract(prefixed)
describeMatrix(asking)
describeContract(asking)
describeRotation(asking, 'kill -HUP of the service')
