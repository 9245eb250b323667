import { findNginxWithNjs } from '../cloudfront-function/find-njs.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { behindPodProxy } from './nginx/paths.ts'
import { OPEN_ROUTE, startPlainNginx } from './nginx/plain-nginx.ts'
import { loadNjs } from './nginx/run-nginx.ts'
import { behindEdge } from './topologies.ts'
import { without } from './ways.ts'

const found = await findNginxWithNjs()

const verifying = { product: 'nginx', verifies: 'native' }
const plane = {
  target: 'nginx',
  evidence: 'product',
  openRoute: OPEN_ROUTE,
  product: 'nginx',
  start: (compiled, places) =>
    'missing' in found ? Promise.resolve(found) : startPlainNginx(compiled, places, { found, main: loadNjs(found) }),
  lacks: without('HTTP/2, ', 'without TLS a port takes one version of HTTP in nginx, and HTTP/1.1 is compiled'),
} as const satisfies Omit<DataPlane, 'name' | 'topology'>

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'nginx with njs, behind the edge',
  topology: behindEdge(verifying),
  holes: [
    {
      name: 'one line',
      edits: { '.map((line) => line[1]).join();': ".map((line) => line[1])[0] || '';" },
      shownBy: ['an assertion that is refused: two good ones in two lines'],
    },
    {
      name: 'the exact exempt route',
      edits: { 'r.variables.request_uri.split(': 'r.variables.uri.split(' },
      shownBy: ['what resembles the exempt route is not it: /x/../health'],
    },
    {
      name: 'the signature',
      edits: { "demand(holds, 'bad-signature');": '' },
      shownBy: ['an assertion that is refused: a changed address'],
    },
  ],
}

describeMatrix(behindTheEdge)
describeContract(behindTheEdge)
describeMatrix({ ...plane, name: 'nginx with njs, behind PROXY', topology: behindPodProxy(verifying) })
