import { findNginx, systemSearchPath } from '../find-nginx.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { behindPodProxy } from './nginx/paths.ts'
import { OPEN_ROUTE, startPlainNginx } from './nginx/plain-nginx.ts'
import { behindEdge } from './topologies.ts'
import { without } from './ways.ts'

const found = await findNginx(systemSearchPath())

const asking = { product: 'nginx', verifies: 'forward-auth' }
const plane = {
  target: 'nginx',
  evidence: 'product',
  openRoute: OPEN_ROUTE,
  product: 'nginx',
  start: (compiled, places) =>
    'missing' in found ? Promise.resolve(found) : startPlainNginx(compiled, places, { found }),
  lacks: without('HTTP/2, ', 'without TLS a port takes one version of HTTP in nginx, and HTTP/1.1 is compiled'),
} as const satisfies Omit<DataPlane, 'name' | 'topology'>

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'nginx asks, behind the edge',
  topology: behindEdge(asking),
  holes: [
    {
      name: 'the client’s header is replaced',
      edits: { 'proxy_set_header X-Client-IP $ipseal_client;': '' },
      shownBy: [
        'X-Client-IP, on an exempt route',
        'X-Client-IP, on a route whose filter is off',
        'does not win over a seal: X-Client-IP',
      ],
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
      name: 'names that nginx calls invalid',
      edits: { 'ignore_invalid_headers on;': 'ignore_invalid_headers off;' },
      shownBy: ['does not reach an exempt route: dots', 'a name with other bytes does not reach an exempt route'],
    },
    {
      name: 'what the service is asked about',
      edits: { 'proxy_set_header X-Original-URL $scheme://$http_host$request_uri;': '' },
      shownBy: [
        'who asks for an exempt route by a gateway’s own headers is refused',
        'nor a host that is forged beside it',
      ],
    },
    {
      name: 'no upgrade but to WebSocket',
      edits: {
        'Upgrade $ipseal_upgrade': 'Upgrade $http_upgrade',
        'Connection $ipseal_connection': 'Connection upgrade',
      },
      shownBy: ['nobody speaks past the gateway by h2c on an exempt route'],
    },
    {
      name: 'every request is asked about',
      edits: { 'auth_request /_ipseal;': '' },
      shownBy: ['nothing forged, without a seal'],
    },
  ],
}

const behindPods: DataPlane = {
  ...plane,
  name: 'nginx asks, behind PROXY',
  topology: behindPodProxy(asking),
  holes: [
    {
      name: 'a PROXY header comes from the load balancer alone',
      edits: { 'return 444;': 'set $ipseal_let_in 1;' },
      shownBy: ['PROXY from a stranger, with a seal'],
    },
    {
      name: 'every connection begins with a PROXY header',
      edits: { 'listen 8080 proxy_protocol;': 'listen 8080;' },
      shownBy: ['nothing forged, with the seal of an IPv4 client'],
    },
  ],
}

describeMatrix(behindTheEdge)
describeContract(behindTheEdge)
describeMatrix(behindPods)
