import { compile } from '../../../src/compile/index.ts'
import type { GatewayTarget } from '../../../src/compile/target.ts'
import { findEnvoy } from '../find-envoy.ts'
import { findHaproxy } from '../find-haproxy.ts'
import { startEnvoy } from '../start-envoy.ts'
import type { DataPlane, Missing, Running } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { passingEnvoy } from './passing-envoy.ts'
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

type Behind = Missing | { readonly port: number | undefined; readonly version: string; readonly stop: Running['stop'] }

/** Starts HAProxy in front of what is started first. */
function inFrontOf(startSecond: (...given: Parameters<DataPlane['start']>) => Promise<Behind>): DataPlane['start'] {
  return async (compiled, places) => {
    const second = await startSecond(compiled, places)
    if ('missing' in second) return second
    const startFirst = startCompiledHaproxy(haproxy, { next: `127.0.0.1:${second.port}` })
    const first = await startFirst(compiled, places).catch(async (error: unknown) => {
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
}

const PREFIX = { want: ['refused'], because: 'jwt_authn reads a token without the prefix, as this topology says' }
const HOST = { want: ['refused'], because: 'an expression of Envoy’s cannot put a host into its one spelling' }

const verifiesLast: DataPlane = {
  name: 'HAProxy in front of Envoy, which verifies',
  target: both,
  evidence: 'product',
  topology: behindProxy({ product: 'haproxy', verifies: 'none' }, { product: 'envoy', verifies: 'native' }),
  start: inFrontOf(async (compiled, places) => {
    const running = await startCompiledEnvoy(envoy)(compiled, places)
    if ('missing' in running) return running
    return { port: running.ports['HTTP/1.1, IPv4'], version: running.version ?? '', stop: running.stop }
  }),
  unlike: {
    'with the prefix that some gateways need': PREFIX,
    'takes the prefix that Kong needs': PREFIX,
    'with the port and the case that a client may write': HOST,
    'compares host and path in their one spelling': HOST,
  },
}

/** The second proxy would drop what Connection names: the verified header, if the first one handed that line on. */
const verifiesFirst: DataPlane = {
  name: 'HAProxy, which verifies, in front of an Envoy that does not',
  target: 'haproxy',
  evidence: 'product',
  topology: behindProxy({ product: 'haproxy', verifies: 'native' }),
  start: inFrontOf(async (_, { application }) => {
    if ('missing' in envoy) return envoy
    const { ports, stop } = await startEnvoy(envoy, passingEnvoy(application))
    return { port: ports[0], version: envoy.version, stop }
  }),
  holes: [
    {
      name: 'Connection is not handed on',
      edits: { 'http-request del-header connection if': 'http-request set-header x-other y if' },
      shownBy: [
        'Connection names X-Client-IP, with the seal of an IPv4 client',
        'does not win over a seal: the name for the hop alone',
      ],
    },
  ],
}

describeMatrix(verifiesLast)
describeContract(verifiesLast)
describeMatrix(verifiesFirst)
