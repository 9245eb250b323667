import { findEnvoy } from '../find-envoy.ts'
import { startEnvoy } from '../start-envoy.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { translateKgateway } from './kgateway/translate.ts'
import { behindEdge, behindProxy } from './topologies.ts'
import { ANYONE_SENDS_PROXY, MERGES_SLASHES, STRICTER_BY_EXPRESSIONS } from './unlike-controllers.ts'
import { everyWay } from './ways.ts'

const envoy = await findEnvoy()

/** The switch that Envoy 1.40 brought: true removes a client's X-Client-IP on every route, false where a token is demanded. */
const SANITIZE = 'envoy.reloadable_features.jwt_authn_sanitize_payload_headers_filter_wide'
const OPEN = '/open'

type Plane = Pick<DataPlane, 'name' | 'topology' | 'unlike'> & { readonly isSanitizing: boolean }

function planeOf({ isSanitizing, ...plane }: Plane): DataPlane {
  return {
    ...plane,
    target: 'kgateway',
    evidence: 'equivalent data plane',
    product: 'Envoy',
    openRoute: OPEN,
    start: async (compiled, places) => {
      if ('missing' in envoy) return envoy
      const write = ([plain = 0, tls = 0]: readonly number[]): string =>
        JSON.stringify(
          translateKgateway(compiled, { places, plain, tls, runtime: { [SANITIZE]: isSanitizing }, open: OPEN }),
        )
      const { ports, stop } = await startEnvoy(envoy, { ports: 2, write })
      const [plain = 0, tls] = ports
      return { ports: everyWay(plain, tls), stop, version: `Envoy ${envoy.version}` }
    },
  }
}

const native = planeOf({
  name: 'kgateway behind PROXY protocol',
  topology: behindProxy({ product: 'kgateway', version: '2.4', verifies: 'native' }),
  isSanitizing: true,
  unlike: { ...MERGES_SLASHES, ...STRICTER_BY_EXPRESSIONS, ...ANYONE_SENDS_PROXY },
})

const older = planeOf({
  name: 'kgateway 2.2 behind the edge, as older ones sanitize',
  topology: behindEdge({ product: 'kgateway', version: '2.2', verifies: 'native' }),
  isSanitizing: false,
  unlike: { ...MERGES_SLASHES, ...STRICTER_BY_EXPRESSIONS },
})

const asking = planeOf({
  name: 'kgateway that asks, behind PROXY protocol',
  topology: behindProxy({ product: 'kgateway', version: '2.3', verifies: 'forward-auth' }),
  isSanitizing: false,
  unlike: { ...MERGES_SLASHES, ...ANYONE_SENDS_PROXY },
})

describeMatrix(native)
describeContract(native)
describeMatrix(older)
describeMatrix(asking)
