import { describe, expect, test } from 'vitest'
import { createCertificate } from '../../origin/certificate.ts'
import { findEnvoy } from '../find-envoy.ts'
import { HOST } from '../verifier/sealed.ts'
import { compilePlane, editFiles } from './compile-plane.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { describeRotation } from './describe-rotation.ts'
import { findEgctl } from './envoy-gateway/find-egctl.ts'
import { openRoute } from './envoy-gateway/open-route.ts'
import { startTranslated } from './envoy-gateway/start-translated.ts'
import { objectsWithStatus, translate } from './envoy-gateway/translate.ts'
import { behindEdge, behindProxy } from './topologies.ts'
import { ANYONE_SENDS_PROXY, NORMALISES, REFUSES_UNDERSCORES, STRICTER_BY_EXPRESSIONS } from './unlike-controllers.ts'
import { without } from './ways.ts'

const egctl = findEgctl()
const envoy = await findEnvoy()

/** The switch that Envoy 1.40 brought: true removes a client's X-Client-IP on every route, false where a token is demanded. */
const SANITIZE = 'envoy.reloadable_features.jwt_authn_sanitize_payload_headers_filter_wide'
const OPEN = '/open'
const certificate = createCertificate(HOST)

type Plane = Pick<DataPlane, 'name' | 'topology' | 'unlike' | 'lacks' | 'holes'> & { readonly isSanitizing: boolean }

function planeOf({ isSanitizing, ...plane }: Plane): DataPlane {
  const options = { runtime: { [SANITIZE]: isSanitizing }, others: openRoute(OPEN) }
  return {
    ...plane,
    target: 'envoy-gateway',
    evidence: 'translator',
    product: 'Envoy',
    missing: 'missing' in egctl ? egctl.missing : undefined,
    start: startTranslated({ egctl, envoy }, options),
    openRoute: OPEN,
  }
}

const native = planeOf({
  name: 'Envoy Gateway behind PROXY protocol',
  topology: behindProxy({ product: 'envoy-gateway', verifies: 'native' }),
  isSanitizing: true,
  unlike: { ...REFUSES_UNDERSCORES, ...NORMALISES, ...STRICTER_BY_EXPRESSIONS, ...ANYONE_SENDS_PROXY },
})

const lacks = without('TLS', 'TLS ends alike; see behind PROXY protocol')

const older = planeOf({
  lacks,
  name: 'Envoy Gateway behind the edge, as older ones sanitize',
  topology: behindEdge({ product: 'envoy-gateway', verifies: 'native' }),
  isSanitizing: false,
  unlike: { ...REFUSES_UNDERSCORES, ...NORMALISES, ...STRICTER_BY_EXPRESSIONS },
  holes: [
    {
      name: 'a client’s X-Client-IP is removed early',
      edits: { 'value: x[^a-z0-9]client[^a-z0-9]ip\n': 'value: x-nothing\n' },
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
  name: 'Envoy Gateway that asks, behind PROXY protocol',
  topology: behindProxy({ product: 'envoy-gateway', verifies: 'forward-auth' }),
  isSanitizing: false,
  unlike: { ...REFUSES_UNDERSCORES, ...NORMALISES, ...ANYONE_SENDS_PROXY },
})

describeMatrix(native)
describeContract(native)
describeRotation(native, 'kubectl apply')
describeMatrix(older)
describeMatrix(asking)
describeRotation(asking, 'kill -HUP of the service')

describe('Envoy Gateway’s own translator', () => {
  test.for([native, older, asking])('accepts every object that is compiled: $name', async (plane, { skip }) => {
    if ('missing' in egctl) return skip(egctl.missing)
    const { compiled } = compilePlane(plane)
    const { verdicts } = await translate(egctl.path, compiled, { certificate })
    const accepted = verdicts.filter(({ condition }) => condition === 'Accepted True').map(({ object }) => object)
    expect([...new Set(accepted)].sort()).toEqual(objectsWithStatus(compiled))
    expect(verdicts.filter(({ condition }) => condition.endsWith('False'))).toEqual([])
    return undefined
  })

  test('refuses a misspelled field', async ({ skip }) => {
    if ('missing' in egctl) return skip(egctl.missing)
    const misspelled = editFiles(compilePlane(native).compiled, { trustedCIDRs: 'trustedCidrs' })
    await expect(translate(egctl.path, misspelled, { certificate })).rejects.toThrow('unknown field')
    return undefined
  })

  test('accepts no policy whose expression cannot be read', async ({ skip }) => {
    if ('missing' in egctl) return skip(egctl.missing)
    const unread = editFiles(compilePlane(native).compiled, { '!request.headers': '!(request.headers' })
    const { verdicts } = await translate(egctl.path, unread, { certificate })
    const refused = verdicts.filter(({ condition }) => condition === 'Accepted False')
    expect(refused.map(({ object }) => object)).toEqual(['SecurityPolicy shop-gateway'])
    return undefined
  })
})
