import { findEnvoy } from '../find-envoy.ts'
import { HOST } from '../verifier/sealed.ts'
import { translate } from './contour-xds/translate.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { startEquivalent } from './equivalent-envoy.ts'
import { behindProxy } from './topologies.ts'

const found = await findEnvoy()

const plane: DataPlane = {
  name: 'Contour by ext_authz, behind PROXY protocol',
  target: 'contour',
  evidence: 'equivalent data plane',
  product: 'Envoy',
  topology: { ...behindProxy('contour'), hosts: [HOST] },
  start: (compiled, places) => startEquivalent(found, translate(compiled), places),
}

describeMatrix(plane)
describeContract(plane)
