import { findTraefik } from '../gateways/find-traefik.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { startCompiledTraefik } from './start-compiled-traefik.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = await findTraefik()

const plane = {
  target: 'traefik',
  evidence: 'product',
  product: 'Traefik',
  start: startCompiledTraefik(found, '3.7.15'),
} as const satisfies Partial<DataPlane>

const behindBalancer: DataPlane = { ...plane, name: 'Traefik behind PROXY protocol', topology: behindProxy('traefik') }
const behindTheEdge: DataPlane = { ...plane, name: 'Traefik behind the edge', topology: behindEdge('traefik') }

describeMatrix(behindBalancer)
describeContract(behindBalancer)
describeMatrix(behindTheEdge)
