import { findEnvoy } from '../find-envoy.ts'
import type { DataPlane, Unlike } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { startEquivalent } from './equivalent-envoy.ts'
import { translate } from './istiod/translate.ts'
import { behindProxy } from './topologies.ts'

const found = await findEnvoy()

/** The switch that Envoy 1.40 brought: true removes a client's X-Client-IP on every route, false where a token is demanded. */
const SANITIZE = 'envoy.reloadable_features.jwt_authn_sanitize_payload_headers_filter_wide'
const OPEN = '/open'

type Way = Pick<DataPlane, 'name' | 'topology' | 'unlike' | 'holes'> & { readonly isSanitizing: boolean }

function istio({ isSanitizing, ...plane }: Way): DataPlane {
  return {
    ...plane,
    target: 'istio',
    evidence: 'equivalent data plane',
    product: 'Envoy',
    openRoute: OPEN,
    start: (compiled, places) => {
      const equivalent = translate(compiled, { openRoute: OPEN })
      return startEquivalent(found, { ...equivalent, runtime: { [SANITIZE]: isSanitizing } }, places)
    },
  }
}

const NATIVE: Unlike = {}

const behindBalancer = istio({
  name: 'Istio behind PROXY protocol',
  topology: behindProxy({ product: 'istio', verifies: 'native' }),
  isSanitizing: true,
  unlike: NATIVE,
})

describeMatrix(behindBalancer)
describeContract(behindBalancer)
