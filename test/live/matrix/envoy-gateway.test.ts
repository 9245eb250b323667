import { describe, expect, test } from 'vitest'
import { createCertificate } from '../../origin/certificate.ts'
import { findEnvoy } from '../find-envoy.ts'
import { compilePlane } from './compile-plane.ts'
import type { DataPlane, TopologyPart, Unlike } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { findEgctl } from './envoy-gateway/find-egctl.ts'
import { countManifests, translate } from './envoy-gateway/translate.ts'
import { startTranslated } from './envoy-gateway/start-translated.ts'
import { CASES } from '../gateways/table.ts'
import { ROWS } from './rows.ts'
import { behindEdge, behindProxy } from './topologies.ts'

const egctl = findEgctl()
const envoy = await findEnvoy()

const SWITCH = 'envoy.reloadable_features.jwt_authn_sanitize_payload_headers_filter_wide'

const BECAUSE = 'Envoy Gateway has Envoy refuse names with underscores, which HTTP/2 sees as an end of the stream'

/** Rows and cases that send a name with an underscore. */
const UNDERSCORES: Unlike = Object.fromEntries(
  [...ROWS, ...CASES.map(({ name, request }) => ({ name, lines: request.lines ?? [] }))]
    .filter(({ lines }) => lines.some(([name]) => name.includes('_')))
    .map(({ name }) => [name, { want: ['refused', 'closed'], because: BECAUSE }]),
)

const UNLIKE: Unlike = { ...UNDERSCORES }

function plane(name: string, topology: TopologyPart, runtime: Readonly<Record<string, boolean>> = {}): DataPlane {
  return {
    name: `Envoy Gateway, ${name}`,
    target: 'envoy-gateway',
    evidence: 'translator',
    product: 'Envoy',
    topology,
    start: startTranslated({ egctl, envoy }, { runtime }),
    unlike: UNLIKE,
  }
}

const native = plane('native', behindProxy({ product: 'envoy-gateway', verifies: 'native' }))
describeMatrix(native)
describeContract(native)
