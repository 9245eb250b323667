import { findEnvoy } from '../find-envoy.ts'
import type { DataPlane, Unlike } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { startCompiledEnvoy } from './start-compiled-envoy.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const found = await findEnvoy()

/** The switch that Envoy 1.40 brought: true removes a client's X-Client-IP on every route, false where a token is demanded. */
const SANITIZE = 'envoy.reloadable_features.jwt_authn_sanitize_payload_headers_filter_wide'
const OPEN = '/open'

const NATIVE: Unlike = {}

function native(name: string, topology: DataPlane['topology'], isSanitizing: boolean): DataPlane {
  return {
    name,
    target: 'envoy',
    evidence: 'product',
    topology,
    start: startCompiledEnvoy(found, { runtime: { [SANITIZE]: isSanitizing }, openRoute: OPEN }),
    openRoute: OPEN,
    unlike: NATIVE,
    product: 'Envoy',
  }
}

const behindPp = native('Envoy behind PROXY protocol', behindProxy({ product: 'envoy', verifies: 'native' }), true)

describeMatrix(behindPp)
describeContract(behindPp)
describeMatrix(
  native('Envoy behind the edge, as older ones sanitize', behindEdge({ product: 'envoy', verifies: 'native' }), false),
)
