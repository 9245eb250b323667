import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { entranceOf } from '../../src/compile/entrance.ts'
import { compile } from '../../src/compile/index.ts'
import { TARGETS } from '../../src/compile/targets.ts'
import { writeYaml } from '../../src/compile/yaml/write-yaml.ts'
import { LOAD_BALANCERS } from '../../src/topology/products.ts'
import vectors from '../vectors/load-balancers.json' with { type: 'json' }
import { LOAD_BALANCER_ANNOTATIONS } from './load-balancer-annotations.ts'
import { firstOf, type ReadManifest, readManifests } from './read-manifests.ts'
import { JWKS, topologyOf } from './topology-of.ts'

type Hop = { readonly product: string }

/** Compiles the load balancer of a path from the vectors' edge to nginx. */
function compileHop(hop: Hop, document: object = {}, edge: unknown = vectors.edge) {
  const topology = topologyOf({ loadBalancerRanges: vectors.ranges, ...document, path: [edge, hop, 'nginx', 'app'] })
  return compile({ topology, jwks: JWKS }, hop.product)
}

/** The object that tells the load balancer what to do, read back from the file that holds it. */
function toldTo(hop: Hop, document?: object): ReadManifest {
  return firstOf(hop.product === 'aws-alb' ? 'Ingress' : 'Service', readManifests(compileHop(hop, document).files))
}

const served = vectors.services.filter(({ hop }) => hop.product !== 'aws-alb' && hop.layer !== 7)

describe('the Service behind a load balancer', () => {
  test.each(served)('$name', ({ hop, document, annotations, externalTrafficPolicy, loadBalancerSourceRanges }) => {
    const { metadata, spec } = toldTo(hop, document)
    expect({ annotations: metadata.annotations, ...spec }).toEqual({
      type: 'LoadBalancer',
      annotations,
      externalTrafficPolicy,
      ...(loadBalancerSourceRanges && { loadBalancerSourceRanges }),
      selector: { 'app.kubernetes.io/name': 'shop-gateway' },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'https', port: 443, targetPort: 'https' },
      ],
    })
  })

  test.each(vectors.services)('is told the same by its target alone: $name', (vector) => {
    const { hop, document, annotations, externalTrafficPolicy, loadBalancerSourceRanges } = vector
    const settings = settingsOf(hop, document)
    expect(settings).toEqual({
      annotations,
      externalTrafficPolicy,
      ...(loadBalancerSourceRanges && { loadBalancerSourceRanges }),
    })
  })

  test.each(served)('has annotations whose values are text: $name', ({ hop, document }) => {
    const { metadata } = toldTo(hop, document)
    expect(Object.values(metadata.annotations ?? {}).filter((value) => typeof value !== 'string')).toEqual([])
  })

  test.each(Object.keys(LOAD_BALANCERS))('is compiled for %s, and the same each time', (product) => {
    expect(compileHop({ product }, {}, 'cloudflare')).toEqual(compileHop({ product }, {}, 'cloudflare'))
  })
})

/** What `service()` of a target gives a gateway, without the reasons. */
function settingsOf(hop: Hop, document: object = {}) {
  const target = TARGETS.find(({ name }) => name === hop.product)
  if (target?.kind !== 'load-balancer') throw new RangeError(`${hop.product} is no load balancer`)
  const topology = topologyOf({
    loadBalancerRanges: vectors.ranges,
    ...document,
    path: [vectors.edge, hop, 'nginx', 'app'],
  })
  const [, second] = topology.hops
  if (second?.kind !== 'load-balancer') throw new RangeError('no load balancer on the path')
  const settings = target.service({
    topology,
    jwks: JWKS,
    hop: second,
    at: 'path[1]',
    entrance: entranceOf(topology, 1),
  })
  const read: unknown = parse(writeYaml([{ value: settings }]))
  return read
}

describe('annotations', () => {
  /** The annotations of every object that is compiled for a hop. */
  const annotationsOf = (hop: Hop, document?: object, edge?: unknown) =>
    readManifests(compileHop(hop, document, edge).files).map(({ metadata }) => metadata.annotations ?? {})
  const unknownOf = (product: string, names: readonly string[]): string[] => {
    const known = LOAD_BALANCER_ANNOTATIONS[product]?.keys ?? []
    return names.filter((name) => !known.includes(name))
  }
  const compiled = vectors.services.filter(({ hop }) => !(hop.product === 'gke' && hop.layer === 7))

  test.each(compiled)('are all known to the controller: $name', ({ hop, document }) => {
    expect(unknownOf(hop.product, annotationsOf(hop, document).flatMap(Object.keys))).toEqual([])
  })

  test.each(Object.entries(LOAD_BALANCER_ANNOTATIONS).map(([product, { keys }]) => ({ product, key: keys[0] ?? '' })))(
    'with a letter too few are known to nobody: $product',
    ({ product, key }) => {
      expect(unknownOf(product, [key.slice(0, -1)])).toEqual([key.slice(0, -1)])
    },
  )

  test('of one controller are none of another', () => {
    expect(unknownOf('octavia', ['load-balancer.hetzner.cloud/uses-proxyprotocol'])).toHaveLength(1)
  })

  test.each(compiled)('fit on a Gateway, which takes 16 of at most 4096 characters: $name', ({ hop, document }) => {
    const lists = annotationsOf(hop, document, 'cloudflare').map(Object.values)
    expect(lists.filter((list) => list.length > 16)).toEqual([])
    expect(lists.flat().filter((value) => String(value).length > 4096)).toEqual([])
  })

  test.each(Object.entries(LOAD_BALANCER_ANNOTATIONS))('have a source, and are listed once: %s', (_, known) => {
    expect(known.source).toMatch(/^[\w-]+\/[\w-]+, .+\.go, \d{4}-\d{2}-\d{2}$/)
    expect(known.keys).toEqual([...new Set(known.keys)])
  })
})

describe('what is said of a load balancer', () => {
  test.each(vectors.notes)('$name', ({ path: [edge, hop], kind, text, never }) => {
    const { notes } = compileHop(asHop(hop), {}, edge)
    const found = notes.filter((note) => note.text.includes(text ?? never ?? ''))
    expect(found.map((note) => note.kind)).toEqual(never === undefined ? [kind] : [])
  })

  test('is that a gateway’s controller makes the Service itself', () => {
    const topology = topologyOf({ path: 'cloudflare -> metallb -> istio -> app' })
    const { notes } = compile({ topology, jwks: JWKS }, 'metallb')
    expect(notes.map(({ text }) => text)).toContainEqual(expect.stringContaining('Two Services are two load balancers'))
  })
})

function asHop(hop: unknown): Hop {
  // Sound: the second part of a path in the vectors is a hop.
  return hop as Hop
}

describe('an NLB', () => {
  test('is compiled as a Service, as a Gateway, and as attributes', () => {
    const { files } = compileHop({ product: 'aws-nlb' })
    expect(files.map(({ path }) => path)).toEqual([
      'service.yaml',
      'gateway-api/nlb.yaml',
      'target-group-attributes.json',
    ])
  })

  test.each([
    { name: 'that sends PROXY headers', hop: { product: 'aws-nlb' }, keeps: 'false', sends: 'true', type: 'ip' },
    {
      name: 'that keeps the address',
      hop: { product: 'aws-nlb', targets: 'nodes', sourceNat: false, sendsProxy: 'none' },
      keeps: 'true',
      sends: 'false',
      type: 'instance',
    },
  ])('$name says both in all three', ({ hop, keeps, sends, type }) => {
    const { files } = compileHop(hop)
    const group = firstOf('TargetGroupConfiguration', readManifests(files)).spec.defaultConfiguration
    const want = [
      { key: 'preserve_client_ip.enabled', value: keeps },
      { key: 'proxy_protocol_v2.enabled', value: sends },
    ]
    expect({ attributes: group?.targetGroupAttributes, type: group?.targetType }).toEqual({ attributes: want, type })
    expect(JSON.parse(files.at(-1)?.text ?? '')).toEqual(want.map(({ key, value }) => ({ Key: key, Value: value })))
  })

  test('of the Gateway API refers to nothing that is not there', () => {
    const [, file] = compileHop({ product: 'aws-nlb' }).files
    const manifests = readManifests(file === undefined ? [] : [file])
    const named = (kind: string): string[] =>
      manifests.filter((one) => one.kind === kind).map((one) => one.metadata.name)
    const { metadata, spec } = firstOf('Gateway', manifests)
    const routes = manifests.filter(({ kind }) => kind === 'TCPRoute').map((one) => one.spec)
    expect(named('GatewayClass')).toEqual([spec.gatewayClassName])
    expect(named('LoadBalancerConfiguration')).toEqual([spec.infrastructure?.parametersRef.name])
    expect(routes.map(({ parentRefs }) => parentRefs)).toEqual(
      spec.listeners?.map(({ name }) => [{ name: metadata.name, sectionName: name }]),
    )
    const backends = routes.flatMap(({ rules = [] }) => rules.flatMap(({ backendRefs = [] }) => backendRefs))
    expect([named('Service'), backends.map(({ name }) => name)]).toEqual([
      ['shop-gateway'],
      ['shop-gateway', 'shop-gateway'],
    ])
  })
})

describe('an ALB', () => {
  test('appends to X-Forwarded-For and drops names that are aliases', () => {
    const { metadata } = toldTo({ product: 'aws-alb' })
    expect(metadata.annotations?.['alb.ingress.kubernetes.io/load-balancer-attributes']).toBe(
      'routing.http.xff_header_processing.mode=append,routing.http.drop_invalid_header_fields.enabled=true',
    )
  })

  test.each([
    {
      name: 'a route that needs no seal',
      exempt: [{ method: 'GET', path: '/healthz' }],
      key: 'healthcheck-path',
      want: '/healthz',
    },
    { name: 'the refusal, where every route needs one', exempt: [], key: 'success-codes', want: '200,401,403' },
  ])('checks $name', ({ exempt, key, want }) => {
    const { metadata } = toldTo({ product: 'aws-alb' }, { exempt })
    expect(metadata.annotations?.[`alb.ingress.kubernetes.io/${key}`]).toBe(want)
  })

  test('takes one rule for each host, and no host for any', () => {
    const hostsOf = (hosts: readonly string[]) =>
      toldTo({ product: 'aws-alb' }, { hosts }).spec.rules?.map(({ host }) => host)
    expect(hostsOf(['shop.example.com', 'www.example.com'])).toEqual(['shop.example.com', 'www.example.com'])
    expect(hostsOf(['*'])).toEqual([undefined])
  })
})

const GOOGLE_ALB = { product: 'gke', layer: 7 }

test('Google’s Application Load Balancer is refused with the way that works', () => {
  expect(() => compileHop(GOOGLE_ALB)).toThrow(
    expect.objectContaining({
      code: 'UNSUPPORTED',
      path: 'path[1].layer',
      nextStep: expect.stringContaining('Compile the gateway'),
    }),
  )
})

test('Google’s Application Load Balancer counts for two hops behind it', () => {
  const topology = topologyOf({
    loadBalancerRanges: vectors.ranges,
    path: [vectors.edge, GOOGLE_ALB, 'nginx', 'app'],
  })
  expect(entranceOf(topology, 2).forwardedHops).toBe(3)
})

test('Front Door is let in by Azure’s own name for it', () => {
  const topology = topologyOf({ path: 'azure-front-door -> aks -> nginx -> app' })
  const manifests = readManifests(compile({ topology, jwks: JWKS }, 'aks').files)
  expect(firstOf('Service', manifests).metadata.annotations).toEqual({
    'service.beta.kubernetes.io/azure-allowed-service-tags': 'AzureFrontDoor.Backend',
  })
})
