import { describe, expect, test } from 'vitest'
import { createCertificate } from '../../origin/certificate.ts'
import { findEnvoy } from '../find-envoy.ts'
import { HOST } from '../verifier/sealed.ts'
import { compilePlane } from './compile-plane.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { findEgctl } from './envoy-gateway/find-egctl.ts'
import { openRoute } from './envoy-gateway/open-route.ts'
import { startTranslated } from './envoy-gateway/start-translated.ts'
import { countManifests, translate } from './envoy-gateway/translate.ts'
import { behindEdge, behindProxy } from './topologies.ts'
import { ANYONE_SENDS_PROXY, NORMALISES, REFUSES_UNDERSCORES, STRICTER_BY_EXPRESSIONS } from './unlike-controllers.ts'

const egctl = findEgctl()
const envoy = await findEnvoy()

/** The switch that Envoy 1.40 brought: true removes a client's X-Client-IP on every route, false where a token is demanded. */
const SANITIZE = 'envoy.reloadable_features.jwt_authn_sanitize_payload_headers_filter_wide'
const OPEN = '/open'

type Plane = Pick<DataPlane, 'name' | 'topology' | 'unlike'> & { readonly isSanitizing: boolean }

function planeOf({ isSanitizing, ...plane }: Plane): DataPlane {
  const options = { runtime: { [SANITIZE]: isSanitizing }, others: openRoute(OPEN) }
  return {
    ...plane,
    target: 'envoy-gateway',
    evidence: 'translator',
    product: 'Envoy',
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

const older = planeOf({
  name: 'Envoy Gateway behind the edge, as older ones sanitize',
  topology: behindEdge({ product: 'envoy-gateway', verifies: 'native' }),
  isSanitizing: false,
  unlike: { ...REFUSES_UNDERSCORES, ...NORMALISES, ...STRICTER_BY_EXPRESSIONS },
})

const asking = planeOf({
  name: 'Envoy Gateway that asks, behind PROXY protocol',
  topology: behindProxy({ product: 'envoy-gateway', verifies: 'forward-auth' }),
  isSanitizing: false,
  unlike: { ...REFUSES_UNDERSCORES, ...NORMALISES, ...ANYONE_SENDS_PROXY },
})

describeMatrix(native)
describeContract(native)
describeMatrix(older)
describeMatrix(asking)

describe('Envoy Gateway’s own translator', () => {
  test.for([native, older, asking])('accepts every object that is compiled: $name', async (plane, { skip }) => {
    if ('missing' in egctl) return skip(egctl.missing)
    const { compiled } = compilePlane(plane)
    const certificate = createCertificate(HOST)
    const { verdicts } = await translate(egctl.path, compiled, { certificate })
    const accepted = verdicts.filter(({ condition }) => condition === 'Accepted True')
    // A ReferenceGrant has no status.
    const due = countManifests(compiled)
    expect(new Set(accepted.map(({ object }) => object)).size).toBe(due)
    expect(verdicts.filter(({ condition }) => condition.endsWith('False'))).toEqual([])
    return undefined
  })

  test('refuses a fault in what is compiled', async ({ skip }) => {
    if ('missing' in egctl) return skip(egctl.missing)
    const { compiled } = compilePlane(native)
    const files = compiled.files.map((file) => ({
      ...file,
      text: file.text.replace('defaultAction: Deny', 'defaultAction: Deny\n    rules: []\n    rulez: []'),
    }))
    await expect(
      translate(egctl.path, { ...compiled, files }, { certificate: createCertificate(HOST) }),
    ).rejects.toThrow()
  })
})
