import { compile } from '../../../src/compile/index.ts'
import type { GatewayTarget } from '../../../src/compile/target.ts'
import { findEnvoy } from '../find-envoy.ts'
import { findHaproxy } from '../find-haproxy.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { startCompiledEnvoy } from './start-compiled-envoy.ts'
import { startCompiledHaproxy } from './start-compiled-haproxy.ts'
import { behindProxy } from './topologies.ts'

const haproxy = await findHaproxy(process.env.PATH)
const envoy = await findEnvoy()

/** Both gateways of the path, each by its own target: HAProxy hands the assertion on, and Envoy verifies it. */
const both: GatewayTarget = {
  kind: 'gateway',
  name: 'envoy',
  title: 'HAProxy in front of Envoy',
  compile: ({ topology, jwks }) => {
    const first = compile({ topology, jwks }, 'haproxy')
    const second = compile({ topology, jwks }, 'envoy')
    return { ...second, files: [...first.files, ...second.files] }
  },
}

const start: DataPlane['start'] = async (compiled, places) => {
  const second = await startCompiledEnvoy(envoy)(compiled, places)
  if ('missing' in second) return second
  const next = `127.0.0.1:${second.ports['HTTP/1.1, IPv4']}`
  const first = await startCompiledHaproxy(haproxy, { next })(compiled, places).catch(async (error: unknown) => {
    await second.stop()
    throw error
  })
  if ('missing' in first) {
    await second.stop()
    return first
  }
  const stop = async (): Promise<void> => {
    await first.stop()
    await second.stop()
  }
  return { ports: first.ports, stop, version: `${first.version} and ${second.version}` }
}

const plane: DataPlane = {
  name: 'HAProxy in front of Envoy',
  target: both,
  evidence: 'product',
  topology: behindProxy({ product: 'haproxy', verifies: 'none' }, { product: 'envoy', verifies: 'native' }),
  start,
}

describeMatrix(plane)
describeContract(plane)
