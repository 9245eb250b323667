import { findCaddy } from '../gateways/find-caddy.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { describeRotation } from './describe-rotation.ts'
import { startCompiledCaddy } from './start-compiled-caddy.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = findCaddy()

const clear = 'Caddy speaks HTTP/2 over TLS alone'
const plane = {
  target: 'caddy',
  evidence: 'product',
  product: 'Caddy',
  missing: 'missing' in found ? found.missing : undefined,
  start: startCompiledCaddy(found, '2.11.9'),
  lacks: { 'HTTP/2, IPv4': clear, 'HTTP/2, IPv6': clear },
} as const satisfies Partial<DataPlane>

const behindBalancer: DataPlane = {
  ...plane,
  name: 'Caddy behind PROXY protocol',
  topology: behindProxy('caddy'),
  unlike: {
    'no PROXY header, with a seal': {
      want: ['client'],
      because: 'Caddy takes connections with and without a header: the NetworkPolicy keeps strangers out',
    },
  },
  holes: [
    {
      name: 'a stranger’s PROXY header ends the connection',
      edits: { 'fallback_policy reject': 'fallback_policy use' },
      shownBy: ['PROXY from a stranger, with a seal'],
    },
  ],
}

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'Caddy behind the edge',
  topology: behindEdge('caddy'),
  holes: [
    {
      name: 'options for the hop',
      edits: { 'request_header Connection': 'request_header X-Other' },
      shownBy: ['Connection names X-Client-IP, with the seal of an IPv4 client'],
    },
    {
      name: 'the assertion is kept from the application',
      edits: { 'header_up -X-Client-IP-Assertion': '' },
      shownBy: ['nothing forged, with the seal of an IPv4 client'],
    },
    {
      name: 'no proxy’s word on the host is taken for Caddy’s',
      edits: { 'protocols h1 h2': 'protocols h1 h2\n\t\ttrusted_proxies static 127.0.0.1/32' },
      shownBy: ['nor a host that is forged beside it'],
    },
  ],
}

describeMatrix(behindBalancer)
describeContract(behindBalancer)
describeMatrix(behindTheEdge)
describeRotation(behindTheEdge, 'kill -HUP of the service')
