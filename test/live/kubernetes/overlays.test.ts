import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../../cli/run-cli.ts'
import { at, readDocuments } from '../../compile/read-yaml.ts'
import { type Endpoint, mayConnect } from '../../kubernetes/may-connect.ts'
import { readPolicies } from '../../kubernetes/network-policies.ts'
import vectors from '../../vectors/kubernetes/reach.json' with { type: 'json' }
import { findKustomize } from './kustomize.ts'
import { type Plant, plantInto } from './plant-into.ts'

const FOLDER = join(ROOT, 'infra/kubernetes/overlays')
const overlays = readdirSync(FOLDER).filter((name) => name.includes('-'))
const kustomize = await findKustomize()
const reason = 'missing' in kustomize ? ` (skipped: ${kustomize.missing})` : ''

const endpoints: Readonly<Record<string, Endpoint>> = vectors.endpoints
// Sound: those of the plants without a path have no value either, which is what the type says.
const plants = vectors.plants as readonly (Plant & { readonly name: string; readonly opens: readonly string[] })[]

function endpoint(name: string): Endpoint {
  return endpoints[name] ?? expect.fail(`no endpoint ${name}`)
}

/** The connections that the policies of these manifests judge otherwise than the vectors do. */
function unlike(documents: readonly unknown[]): readonly string[] {
  const policies = readPolicies(documents)
  return vectors.connections.flatMap(({ name, from, to, allowed, ...connection }) => {
    const is = mayConnect(policies, { ...connection, from: endpoint(from), to: endpoint(to) })
    return is === allowed ? [] : [name]
  })
}

test('there is an overlay for each example of Terraform', () => {
  expect(overlays.toSorted()).toEqual(['cloudflare-and-cloudfront', 'cloudflare-to-eks', 'cloudfront-to-eks'])
})

describe.skipIf('missing' in kustomize).each(overlays)(`the overlay %s${reason}`, (overlay) => {
  let documents: readonly unknown[] = []
  beforeAll(async () => {
    documents = 'render' in kustomize ? readDocuments(await kustomize.render(join(FOLDER, overlay))) : []
  })
  const one = (kind: string, name: string): unknown =>
    documents.find((document) => at(document, 'kind') === kind && at(document, 'metadata', 'name') === name)

  test('leaves the ways that it should, and no other', () => {
    expect(unlike(documents)).toEqual([])
  })

  test.each(plants)('is caught where $name', ({ opens, ...plant }) => {
    expect(unlike(plantInto(documents, plant))).toEqual(expect.arrayContaining([...opens]))
  })

  test('is caught where the namespace is not closed', () => {
    const open = documents.filter((document) => at(document, 'metadata', 'namespace') !== 'shop')
    expect(unlike(open)).toContain('a stranger does not')
  })

  test('puts every setting where it belongs, and applies none of them as an object', () => {
    const settings = readDocuments(readFileSync(join(FOLDER, overlay, 'settings.yaml'), 'utf8'))[0]
    const of = (name: string): unknown => at(settings, 'data', name)
    const container = at(one('Deployment', 'ipseal-verifier'), 'spec', 'template', 'spec', 'containers', 0)
    const binding = at(one('TargetGroupBinding', 'shop-gateway'), 'spec')
    expect({
      listener: at(one('Gateway', 'shop-gateway'), 'spec', 'listeners', 0, 'hostname'),
      route: at(one('HTTPRoute', 'shop'), 'spec', 'hostnames', 0),
      image: at(container, 'image'),
      group: at(binding, 'targetGroupARN'),
      sender: at(binding, 'networking', 'ingress', 0, 'from', 0, 'securityGroup', 'groupID'),
      object: one('ConfigMap', 'overlay-settings'),
    }).toEqual({
      listener: of('host'),
      route: of('host'),
      image: of('verifier-image'),
      group: of('target-group-arn'),
      sender: of('load-balancer-security-group'),
      object: undefined,
    })
  })

  test('asks the Service of the gateway for no load balancer, as Terraform has made one', () => {
    const service = at(one('EnvoyProxy', 'shop-gateway'), 'spec', 'provider', 'kubernetes', 'envoyService')
    expect(service).toEqual({ name: 'shop-gateway', type: 'ClusterIP' })
  })

  test('asks the verifier on the gateway, and fails closed', () => {
    expect(at(one('SecurityPolicy', 'shop-gateway'), 'spec', 'extAuth')).toEqual({
      failOpen: false,
      grpc: { backendRefs: [{ name: 'ipseal-verifier-grpc', namespace: 'ipseal', port: 9090 }] },
    })
  })

  test('believes X-Forwarded-For of one edge, and of two of none', () => {
    const detection = at(one('ClientTrafficPolicy', 'shop-gateway'), 'spec', 'clientIPDetection')
    expect(detection === undefined).toBe(overlay === 'cloudflare-and-cloudfront')
  })
})
