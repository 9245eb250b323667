import { findNginx, systemSearchPath } from '../find-nginx.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { OPEN_ROUTE, renderIngressNginx } from './nginx/as-ingress-nginx.ts'
import { behindPodProxy } from './nginx/paths.ts'
import { startController, UPGRADES_REFUSED } from './nginx/start-controller.ts'
import { behindEdge } from './topologies.ts'
import { without } from './ways.ts'

const found = await findNginx(systemSearchPath())

const plane = {
  target: 'ingress-nginx',
  evidence: 'equivalent data plane',
  product: 'nginx',
  openRoute: OPEN_ROUTE,
  unlike: UPGRADES_REFUSED,
  start: (compiled, places) =>
    'missing' in found
      ? Promise.resolve(found)
      : startController(compiled, places, { found, render: renderIngressNginx }),
  lacks: without('HTTP/2, ', 'without TLS a port of this nginx takes one version of HTTP'),
} as const satisfies Omit<DataPlane, 'name' | 'topology'>

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'ingress-nginx, behind the edge',
  topology: behindEdge('ingress-nginx'),
  holes: [
    {
      name: 'the client’s header is removed on every route',
      edits: { 'X-Client-IP: ""': 'X-Nothing: ""' },
      shownBy: ['X-Client-IP, on a route whose filter is off'],
    },
    {
      name: 'the assertion is kept from the application',
      edits: { 'X-Client-IP-Assertion: ""': 'X-Nothing: ""' },
      shownBy: ['a sealed client is told', 'even with a seal'],
    },
    {
      name: 'underscores',
      edits: { 'enable-underscores-in-headers: "false"': 'enable-underscores-in-headers: "true"' },
      shownBy: ['does not reach an exempt route: underscores'],
    },
    {
      name: 'names that nginx calls invalid',
      edits: { 'ignore-invalid-headers: "true"': 'ignore-invalid-headers: "false"' },
      shownBy: ['does not reach an exempt route: dots'],
    },
    {
      name: 'no upgrade but to WebSocket',
      edits: { 'return 400;': 'set $ipseal_let_in 1;' },
      shownBy: ['nobody speaks past the gateway by h2c on an exempt route'],
    },
    {
      name: 'an annotation by another name asks nobody',
      edits: { 'nginx.ingress.kubernetes.io/auth-url': 'nginx.ingress.kubernetes.io/auth-uri' },
      shownBy: ['nothing forged, without a seal'],
    },
  ],
}

describeMatrix(behindTheEdge)
describeContract(behindTheEdge)
describeMatrix({
  ...plane,
  name: 'ingress-nginx, behind PROXY',
  topology: behindPodProxy('ingress-nginx'),
  holes: [
    {
      name: 'a PROXY header comes from the load balancer alone',
      edits: { 'return 444;': 'set $ipseal_let_in 1;' },
      shownBy: ['PROXY from a stranger, with a seal'],
    },
    {
      name: 'a key by another name takes no PROXY header',
      edits: { 'use-proxy-protocol: "true"': 'use-proxy-protocols: "true"' },
      shownBy: ['nothing forged, with the seal of an IPv4 client'],
    },
  ],
})
