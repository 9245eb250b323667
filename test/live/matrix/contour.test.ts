import { findEnvoy } from '../find-envoy.ts'
import { HOST } from '../verifier/sealed.ts'
import { translate } from './contour-xds/translate.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { describeRotation } from './describe-rotation.ts'
import { UNLIKE_BY_ANY_SENDER, unlikeByJoiningSlashes, unlikeByNormalising } from './envoy-unlike.ts'
import { startEquivalent } from './equivalent-envoy.ts'
import { behindProxy } from './topologies.ts'

const found = await findEnvoy()

/** An HTTPProxy is for hosts by their names, and requests of the vectors have one of their own. */
const VECTORS_HOST = 'shop.example.com'

const plane: DataPlane = {
  name: 'Contour by ext_authz, behind PROXY protocol',
  target: 'contour',
  evidence: 'equivalent data plane',
  product: 'Envoy',
  topology: { ...behindProxy('contour'), hosts: [HOST, VECTORS_HOST] },
  start: startEquivalent(found, translate),
  unlike: {
    ...unlikeByNormalising('Contour'),
    ...unlikeByJoiningSlashes('Contour'),
    ...UNLIKE_BY_ANY_SENDER,
    'compares host and path in their one spelling': {
      want: ['refused'],
      because: 'no virtual host has a dot at the end of its name',
    },
  },
  holes: [
    {
      name: 'every request of the host is asked about',
      edits: { '    authorization:\n': '    nothing:\n' },
      shownBy: ['X-Client-IP, without a seal', 'X-Client-IP, on an exempt route', 'nothing forged, without a seal'],
    },
    {
      name: 'the one upgrade',
      edits: { 'enableWebsockets: true': 'enableWebsockets: false' },
      shownBy: ['to a WebSocket handshake'],
    },
  ],
}

describeMatrix(plane)
describeContract(plane)
describeRotation(plane, 'kill -HUP of the service')
