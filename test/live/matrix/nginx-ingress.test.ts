import { findNginx, systemSearchPath } from '../find-nginx.ts'
import { HOST } from '../verifier/sealed.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { OPEN_ROUTE, renderNginxIngress } from './nginx/as-nginx-ingress.ts'
import { behindPodProxy } from './nginx/paths.ts'
import { startController, UPGRADES_REFUSED } from './nginx/start-controller.ts'
import { behindEdge } from './topologies.ts'
import { without } from './ways.ts'

const found = await findNginx(systemSearchPath())

const plane = {
  target: 'nginx-ingress',
  evidence: 'equivalent data plane',
  product: 'nginx',
  openRoute: OPEN_ROUTE,
  unlike: {
    ...UPGRADES_REFUSED,
    'bind host: an absolute target and a Host that disagree': {
      want: ['refused'],
      because: 'it sends $host on, the target’s, and that is asked about',
    },
  },
  start: (compiled, places) =>
    'missing' in found
      ? Promise.resolve(found)
      : startController(compiled, places, { found, render: renderNginxIngress }),
  lacks: without('HTTP/2, ', 'without TLS a port of this nginx takes one version of HTTP'),
} as const satisfies Omit<DataPlane, 'name' | 'topology'>

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'nginx-ingress, behind the edge',
  topology: { ...behindEdge('nginx-ingress'), hosts: [HOST] },
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
    {
      name: 'a key by another name asks nobody',
      edits: { 'server-snippets:': 'server-snippet:' },
      shownBy: ['nothing forged, without a seal'],
    },
  ],
}

describeMatrix(behindTheEdge)
describeContract(behindTheEdge)
describeMatrix({
  ...plane,
  name: 'nginx-ingress, behind PROXY',
  topology: { ...behindPodProxy('nginx-ingress'), hosts: [HOST] },
  holes: [
    {
      name: 'a PROXY header comes from the load balancer alone',
      edits: { 'return 444;': 'set $ipseal_let_in 1;' },
      shownBy: ['PROXY from a stranger, with a seal'],
    },
    {
      name: 'a key by another name takes no PROXY header',
      edits: { 'proxy-protocol: "True"': 'use-proxy-protocol: "True"' },
      shownBy: ['nothing forged, with the seal of an IPv4 client'],
    },
  ],
})
