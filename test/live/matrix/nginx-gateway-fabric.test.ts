import { findNginx, systemSearchPath } from '../find-nginx.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { OPEN_ROUTE, renderNginxGatewayFabric } from './nginx/as-nginx-gateway-fabric.ts'
import { behindPodProxy } from './nginx/paths.ts'
import { startController, UPGRADES_REFUSED } from './nginx/start-controller.ts'
import { behindEdge } from './topologies.ts'
import { without } from './ways.ts'

const found = await findNginx(systemSearchPath())

const plane = {
  target: 'nginx-gateway-fabric',
  evidence: 'equivalent data plane',
  product: 'nginx',
  openRoute: OPEN_ROUTE,
  unlike: UPGRADES_REFUSED,
  start: (compiled, places) =>
    'missing' in found
      ? Promise.resolve(found)
      : startController(compiled, places, { found, render: renderNginxGatewayFabric }),
  lacks: without('HTTP/2, ', 'without TLS a port of this nginx takes one version of HTTP'),
} as const satisfies Omit<DataPlane, 'name' | 'topology'>

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'nginx-gateway-fabric, behind the edge',
  topology: behindEdge('nginx-gateway-fabric'),
  holes: [
    {
      name: 'the client’s header is replaced',
      edits: { 'proxy_set_header X-Client-IP $ipseal_client;': '' },
      shownBy: ['X-Client-IP, on an exempt route', 'X-Client-IP, on a route whose filter is off'],
    },
    {
      name: 'the assertion is kept from the application',
      edits: { 'proxy_set_header X-Client-IP-Assertion "";': '' },
      shownBy: ['a sealed client is told', 'even with a seal'],
    },
    {
      name: 'underscores',
      edits: { 'underscores_in_headers off;': 'underscores_in_headers on;' },
      shownBy: ['does not reach an exempt route: underscores'],
    },
    {
      name: 'no upgrade but to WebSocket',
      edits: { 'return 400;': 'set $ipseal_let_in 1;' },
      shownBy: ['nobody speaks past the gateway by h2c on an exempt route'],
    },
    {
      name: 'every request is asked about',
      edits: { 'auth_request /_ipseal;': '' },
      shownBy: ['nothing forged, without a seal'],
    },
  ],
}

describeMatrix(behindTheEdge)
describeContract(behindTheEdge)
describeMatrix({
  ...plane,
  name: 'nginx-gateway-fabric, behind PROXY',
  topology: behindPodProxy('nginx-gateway-fabric'),
  holes: [
    {
      name: 'a PROXY header comes from the load balancer alone',
      edits: { 'return 444;': 'set $ipseal_let_in 1;' },
      shownBy: ['PROXY from a stranger, with a seal'],
    },
    {
      name: 'every connection begins with a PROXY header',
      edits: { 'mode: ProxyProtocol': 'mode: XForwardedFor' },
      shownBy: ['nothing forged, with the seal of an IPv4 client'],
    },
  ],
})
