import { findHaproxy } from '../find-haproxy.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { startCompiledHaproxy } from './start-compiled-haproxy.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = await findHaproxy(process.env.PATH)

const plane = {
  target: 'haproxy',
  evidence: 'product',
  product: 'HAProxy',
  start: startCompiledHaproxy(found),
} as const satisfies Partial<DataPlane>

const native: DataPlane = {
  ...plane,
  name: 'HAProxy behind PROXY protocol',
  topology: behindProxy({ product: 'haproxy', verifies: 'native' }),
}

const behindTheEdge: DataPlane = {
  ...plane,
  name: 'HAProxy behind the edge',
  topology: behindEdge({ product: 'haproxy', verifies: 'native' }),
}

const asking: DataPlane = {
  ...plane,
  name: 'HAProxy that asks',
  topology: behindProxy({ product: 'haproxy', verifies: 'forward-auth' }),
}

describeMatrix(native)
describeContract(native)
describeMatrix(behindTheEdge)
describeMatrix(asking)
describeContract(asking)
