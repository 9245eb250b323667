import { findHaproxy } from '../find-haproxy.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { describeRotation } from './describe-rotation.ts'
import { startCompiledHaproxy } from './start-compiled-haproxy.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = await findHaproxy(process.env.PATH)

const plane = {
  target: 'haproxy',
  evidence: 'product',
  product: 'HAProxy',
  start: startCompiledHaproxy(found),
} as const satisfies Partial<DataPlane>

const narrow: DataPlane['unlike'] = {
  'takes claims that it does not know': {
    want: ['refused'],
    because: 'two members of one name stand in the text, if one inside another',
  },
  'shows no via that is no header name': { want: ['refused'], because: 'an escape in the text is refused' },
}

const native: DataPlane = {
  ...plane,
  name: 'HAProxy behind PROXY protocol',
  topology: behindProxy({ product: 'haproxy', verifies: 'native' }),
  unlike: narrow,
  holes: [
    {
      name: 'strangers are cut off',
      edits: { 'tcp-request connection reject unless is_load_balancer': '' },
      shownBy: ['PROXY from a stranger, with a seal'],
    },
    {
      name: 'a stranger’s connection is rejected, where only the load balancer’s has to begin with a header',
      edits: {
        'tcp-request connection reject unless is_load_balancer': '',
        'tcp-request connection expect-proxy layer4': 'tcp-request connection expect-proxy layer4 if { src 192.0.2.1 }',
      },
      shownBy: ['no PROXY header, with a seal'],
    },
    {
      name: 'one line',
      edits: { 'if one_line is_short': 'if is_short' },
      shownBy: ['an assertion, two good ones in two lines: is refused'],
    },
    {
      name: 'the issuer',
      edits: { 'is_client_ip is_issuer is_audience': 'is_client_ip is_audience' },
      shownBy: ['an assertion, from another issuer: is refused'],
    },
    {
      name: 'the signature',
      edits: { '") -m int 1': '") -m found' },
      shownBy: ['an assertion, a foreign key under our name: is refused'],
    },
    {
      name: 'the end',
      edits: { 'is_whole_start is_alive': 'is_whole_start' },
      shownBy: ['an assertion, expired: is refused'],
    },
    {
      name: 'aliases and outputs',
      edits: { 'http-request del-header ^x[^a-z0-9]client[^a-z0-9]ip([^a-z0-9]assertion)?$ -m reg': '' },
      shownBy: [
        'underscores, with the seal of an IPv4 client',
        'an alias of the assertion, with the seal of an IPv4 client',
      ],
    },
    {
      name: 'options for the hop',
      edits: { 'http-request del-header connection if': 'http-request del-header x-other if' },
      shownBy: ['Connection names X-Client-IP, with the seal of an IPv4 client'],
    },
    {
      name: 'no path behind what is no host',
      edits: { 'http-request deny deny_status 400 unless { url': 'http-request deny deny_status 400 if FALSE { url' },
      shownBy: ['what resembles the exempt route is not it: http://a?@app.example.com/health'],
    },
    {
      name: 'what is missing is refused',
      edits: { 'http-request deny deny_status 401 if': 'http-request deny deny_status 401 if FALSE' },
      shownBy: ['an assertion, in the query: is refused'],
    },
  ],
}

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'HAProxy behind the edge',
  topology: behindEdge({ product: 'haproxy', verifies: 'native' }),
  unlike: narrow,
}

const asking: DataPlane = {
  ...plane,
  name: 'HAProxy that asks',
  topology: behindProxy({ product: 'haproxy', verifies: 'forward-auth' }),
  holes: [
    {
      name: 'the service is asked',
      edits: { 'http-request lua.client_ip': 'http-request set-var(txn.client_ip) req.hdr(x-client-ip) if TRUE #' },
      shownBy: ['an assertion, expired: is refused'],
    },
  ],
}

describeMatrix(native)
describeContract(native)
describeRotation(native, 'kill -USR2 of the master')
describeMatrix(behindTheEdge)
describeMatrix(asking)
describeContract(asking)
describeRotation(asking, 'kill -HUP of the service')
