import { findEnvoy } from '../find-envoy.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { describeRotation } from './describe-rotation.ts'
import { startTranslation } from './envoy-listeners.ts'
import { translateKgateway } from './kgateway/translate.ts'
import { behindEdge, behindProxy } from './topologies.ts'
import { ANYONE_SENDS_PROXY, MERGES_SLASHES, REMOVES_BY_NAME, STRICTER_BY_EXPRESSIONS } from './unlike-controllers.ts'
import { without } from './ways.ts'

const envoy = await findEnvoy()

/** The switch that Envoy 1.40 brought: true removes a client's X-Client-IP on every route, false where a token is demanded. */
const SANITIZE = 'envoy.reloadable_features.jwt_authn_sanitize_payload_headers_filter_wide'
const OPEN = '/open'

type Plane = Pick<DataPlane, 'name' | 'topology' | 'unlike' | 'lacks' | 'holes'> & { readonly isSanitizing: boolean }

function planeOf({ isSanitizing, ...plane }: Plane): DataPlane {
  return {
    ...plane,
    target: 'kgateway',
    evidence: 'equivalent data plane',
    product: 'Envoy',
    openRoute: OPEN,
    start: async (compiled, places) => {
      if ('missing' in envoy) return envoy
      const options = { places, runtime: { [SANITIZE]: isSanitizing }, open: OPEN }
      const running = await startTranslation(
        envoy,
        compiled,
        (files) => (plain, tls) => translateKgateway(files, { ...options, plain, tls }),
      )
      return { ...running, version: `Envoy ${envoy.version}` }
    },
  }
}

const native = planeOf({
  name: 'kgateway behind PROXY protocol',
  topology: behindProxy({ product: 'kgateway', version: '2.4', verifies: 'native' }),
  isSanitizing: true,
  unlike: { ...REMOVES_BY_NAME, ...MERGES_SLASHES, ...STRICTER_BY_EXPRESSIONS, ...ANYONE_SENDS_PROXY },
})

const lacks = without('TLS', 'TLS ends alike; see behind PROXY protocol')

const older = planeOf({
  lacks,
  name: 'kgateway 2.2 behind the edge, as older ones sanitize',
  topology: behindEdge({ product: 'kgateway', version: '2.2', verifies: 'native' }),
  isSanitizing: false,
  unlike: { ...REMOVES_BY_NAME, ...MERGES_SLASHES, ...STRICTER_BY_EXPRESSIONS },
  holes: [
    {
      name: 'a client’s X-Client-IP is removed early',
      edits: { '- x-client-ip\n': '- x-nothing\n' },
      shownBy: ['X-Client-IP, on an exempt route', 'X-Client-IP, on a route whose filter is off'],
    },
    {
      name: 'the assertion is kept from the application',
      edits: { '- x-client-ip-assertion\n': '- x-nothing\n' },
      shownBy: ['nothing forged, on an exempt route with a seal'],
    },
    {
      name: 'a token of tomorrow',
      edits: { '+ 30.0': '+ 30000000.0' },
      shownBy: ['an assertion, from the future: is refused'],
    },
  ],
})

const asking = planeOf({
  lacks,
  name: 'kgateway that asks, behind PROXY protocol',
  topology: behindProxy({ product: 'kgateway', version: '2.3', verifies: 'forward-auth' }),
  isSanitizing: false,
  unlike: { ...MERGES_SLASHES, ...ANYONE_SENDS_PROXY },
})

describeMatrix(native)
describeContract(native)
describeRotation(native, 'kubectl apply')
describeMatrix(older)
describeMatrix(asking)
describeRotation(asking, 'kill -HUP of the service')
