import { findTraefik } from '../gateways/find-traefik.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { describeRotation } from './describe-rotation.ts'
import { startCompiledTraefik } from './start-compiled-traefik.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = await findTraefik()

const plane = {
  target: 'traefik',
  evidence: 'product',
  product: 'Traefik',
  start: startCompiledTraefik(found, '3.7.15'),
} as const satisfies Partial<DataPlane>

const behindBalancer: DataPlane = {
  ...plane,
  name: 'Traefik behind PROXY protocol',
  topology: behindProxy('traefik'),
  unlike: {
    'PROXY from a stranger, with a seal': {
      want: ['client'],
      because: 'Traefik ignores a stranger’s header and serves the connection: the NetworkPolicy keeps strangers out',
    },
    'no PROXY header, with a seal': {
      want: ['client'],
      because: 'Traefik takes connections with and without a header: the NetworkPolicy keeps strangers out',
    },
  },
}

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'Traefik behind the edge',
  topology: behindEdge('traefik'),
  holes: [
    {
      name: 'aliases',
      edits: { 'aliasHeadersStrategy: delete': 'aliasHeadersStrategy: keep' },
      shownBy: ['underscores, with the seal of an IPv4 client', 'dots, with the seal of an IPv4 client'],
    },
    {
      name: 'the service’s answer replaces the client’s header',
      edits: { 'authResponseHeaders:': 'authResponseHeaders: [X-Other]\n        addAuthCookiesToResponse:' },
      shownBy: ['X-Client-IP, with the seal of an IPv4 client'],
    },
    {
      name: 'the assertion is kept from the application',
      edits: { 'X-Client-Ip-Assertion: ""': 'X-Other: ""' },
      shownBy: ['nothing forged, with the seal of an IPv4 client'],
    },
    {
      name: 'the middlewares stand on the router',
      edits: { '      - client-ip\n      - limit\n': '      - limit\n' },
      shownBy: ['an assertion, expired: is refused'],
    },
  ],
}

describeMatrix(behindBalancer)
describeContract(behindBalancer)
describeMatrix(behindTheEdge)
describeRotation(behindTheEdge, 'kill -HUP of the service')
