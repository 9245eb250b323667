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

const BOUND = { want: ['refused'], because: 'the script is for bind none and refuses what is bound' }
const LAST_MEMBER = { want: ['told 192.0.2.7'], because: 'the JSON reader of njs takes the last of two members' }

const verifying = { product: 'nginx', verifies: 'native' }
const plane = {
  target: 'nginx',
  evidence: 'product',
  openRoute: OPEN_ROUTE,
  product: 'nginx',
  start: (compiled, places) =>
    'missing' in found ? Promise.resolve(found) : startPlainNginx(compiled, places, { found, main: loadNjs(found) }),
  unlike: {
    'a bound seal fits its request': BOUND,
    'with the port and the case that a client may write': BOUND,
    'refuses a header that names alg twice': LAST_MEMBER,
    'refuses a payload that names ip twice': LAST_MEMBER,
    'sees through an escape in a repeated name': LAST_MEMBER,
  },
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
      shownBy: ['an assertion, two good ones in two lines: is refused'],
    },
    {
      name: 'the exact exempt route',
      edits: { 'r.variables.request_uri.split(': "r.variables.request_uri.replace('//', '/').split(" },
      shownBy: ['what resembles the exempt route is not it: //health'],
    },
    {
      name: 'the signature',
      edits: { "demand(holds, 'bad-signature');": '' },
      shownBy: ['an assertion, a changed address: is refused'],
    },
  ],
}

describeMatrix(behindTheEdge)
describeContract(behindTheEdge)
describeMatrix({ ...plane, name: 'nginx with njs, behind PROXY', topology: behindPodProxy(verifying) })
