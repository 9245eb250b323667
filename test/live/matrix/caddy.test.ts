import { findCaddy } from '../gateways/find-caddy.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { startCompiledCaddy } from './start-compiled-caddy.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = findCaddy()

const clear = 'Caddy speaks HTTP/2 over TLS alone'
const plane = {
  target: 'caddy',
  evidence: 'product',
  product: 'Caddy',
  start: startCompiledCaddy(found, '2.11.9'),
  lacks: { 'HTTP/2, IPv4': clear, 'HTTP/2, IPv6': clear },
} as const satisfies Partial<DataPlane>

const behindBalancer: DataPlane = { ...plane, name: 'Caddy behind PROXY protocol', topology: behindProxy('caddy') }
const behindTheEdge: DataPlane = { ...plane, name: 'Caddy behind the edge', topology: behindEdge('caddy') }

describeMatrix(behindBalancer)
describeContract(behindBalancer)
describeMatrix(behindTheEdge)
