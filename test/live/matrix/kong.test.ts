import { findNginxLua } from '../kong/find-nginx-lua.ts'
import { startAsKong } from '../kong/start-as-kong.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = await findNginxLua()

const plane = {
  target: 'kong',
  evidence: 'equivalent data plane',
  start: startAsKong(found),
  lacks: Object.fromEntries(
    (['HTTP/2, IPv4', 'HTTP/2, IPv6'] as const).map((way) => [
      way,
      'this nginx takes one version of HTTP on a port without TLS',
    ]),
  ),
} as const satisfies Partial<DataPlane>

const behindBalancer: DataPlane = {
  ...plane,
  name: 'Kong behind PROXY protocol',
  topology: behindProxy({ product: 'kong', verifies: 'native' }),
}

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'Kong behind the edge',
  topology: behindEdge({ product: 'kong', verifies: 'native' }),
}

describeMatrix(behindBalancer)
describeContract(behindBalancer)
describeMatrix(behindTheEdge)
