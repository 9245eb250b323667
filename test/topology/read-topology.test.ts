import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromJSONSchema } from 'zod'
import { ConfigError } from '../../src/config/fault-list.ts'
import { readTopology, topologyJsonSchema } from '../../src/topology/index.ts'
import { GATEWAYS, LOAD_BALANCERS, PRODUCT_NAMES } from '../../src/topology/products.ts'
import vectors from '../vectors/topology.json' with { type: 'json' }

/** Lays the parts of a case over a document that is in order. */
function documentOf(parts: object): object {
  return { ...vectors.base, ...parts }
}

function faultsIn(text: string) {
  try {
    readTopology(text)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.faults
  }
}

const faultsOf = (parts: object) => faultsIn(JSON.stringify(documentOf(parts)))

describe('a path', () => {
  test.each(vectors.hops)('is read with every default filled in: $name', ({ parts, hops }) => {
    expect(readTopology(JSON.stringify(documentOf(parts))).topology.hops).toEqual(hops)
  })

  test('has its terms filled in too', () => {
    const { topology } = readTopology(JSON.stringify(vectors.base))
    expect(topology).toMatchObject({
      namespace: 'default',
      exposure: 'public',
      tls: 'terminated',
      hosts: ['*'],
      assertion: { bind: 'none', prefix: '', ttlSeconds: 60 },
      exempt: [],
      verifier: { service: 'ipseal-verifier', namespace: 'ipseal' },
    })
  })

  test('is the same in the short form and as a list', () => {
    const short = readTopology(JSON.stringify(documentOf({ path: 'cloudflare -> metallb -> istio@1.29 -> app' })))
    const list = readTopology(JSON.stringify(documentOf({ path: ['cloudflare', 'metallb', 'istio@1.29', 'app'] })))
    expect(short).toEqual(list)
  })

  test.each(Object.keys(LOAD_BALANCERS))('may lead through %s with nothing said of it but its ranges', (product) => {
    const path = `cloudflare -> ${product} -> istio -> app`
    expect(faultsOf({ path, loadBalancerRanges: ['10.0.16.0/20'] })).toEqual([])
  })

  test.each(Object.keys(GATEWAYS))('may lead through %s with nothing said of it', (product) => {
    expect(faultsOf({ path: `cloudflare -> metallb -> ${product} -> app` })).toEqual([])
  })

  test('is warned of where private space is trusted as a whole', () => {
    const { warnings } = readTopology(JSON.stringify(documentOf({ loadBalancerRanges: ['10.0.0.0/8'] })))
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['PREFIX_TOO_WIDE loadBalancerRanges[0]'])
  })
})

describe('a topology', () => {
  test.each(vectors.refused)('is refused with all its faults: $name', ({ parts, faults }) => {
    const found = faultsOf(parts).map(({ code, path }) => `${code} ${path}`)
    expect(found.toSorted()).toEqual(faults.toSorted())
  })

  test.each(vectors.refused)('says for each fault a rule and a next step: $name', ({ parts }) => {
    const unexplained = faultsOf(parts).filter(({ rule = '', nextStep = '' }) => rule.length < 5 || nextStep.length < 5)
    expect(unexplained).toEqual([])
  })

  test.each(vectors.advised)('says what was meant: $meant', ({ parts, meant }) => {
    expect(() => readTopology(JSON.stringify(documentOf(parts)))).toThrow(meant)
  })

  test('shows the value that it does not take, escaped and short', () => {
    const [fault] = faultsOf({ path: `cloudflare -> \u001b[31m${'x'.repeat(200)} -> app` })
    expect(fault?.received).toMatch(/^"\\u\{1b\}\[31mx+\.\.\."$/)
  })

  test('never shows the password of a URL', () => {
    const { assertion } = vectors.base
    const text = JSON.stringify(
      documentOf({
        origin: 'https://user:hunter2@origin.example.com',
        assertion: { ...assertion, jwks: 'https://user:hunter2@edge.example.com/jwks.json' },
      }),
    )
    const faults = faultsIn(text)
    expect(faults.map(({ path }) => path).toSorted()).toEqual(['assertion.jwks', 'origin'])
    expect(JSON.stringify(faults)).not.toContain('hunter2')
  })

  test.each(['', 'null', '[]', '"x"', '{"name":', '{}'])('that is none is refused: %s', (text) => {
    expect(faultsIn(text).length).toBeGreaterThan(0)
  })
})

describe('the JSON Schema of a topology', () => {
  // Sound: what is made of a schema by one half of the library is what the other half takes.
  const schema = fromJSONSchema(topologyJsonSchema() as Parameters<typeof fromJSONSchema>[0])
  const accepts = (parts: object): boolean => schema.safeParse(documentOf(parts)).success
  /** Faults of a single value, which a schema can see. */
  const SHAPE = new Set(['WRONG_TYPE', 'MISSING', 'OUT_OF_RANGE', 'BAD_NAME', 'UNKNOWN_KEY'])
  const shapes = vectors.refused.filter(({ name, parts, faults }) => {
    const isOfHops = name.includes('version') || name.startsWith('keys of another') || 'loadBalancerRanges' in parts
    return !isOfHops && faults.every((fault) => SHAPE.has(fault.split(' ')[0] ?? '')) && !name.startsWith('PROXY')
  })

  test.each(vectors.hops)('accepts what is read: $name', ({ parts }) => {
    expect(accepts(parts)).toBe(true)
  })

  test.each(shapes)('refuses what one value alone shows to be wrong: $name', ({ parts }) => {
    expect(accepts(parts)).toBe(false)
  })

  test('knows a good part of the faults', () => {
    expect(shapes.length).toBeGreaterThan(10)
  })
})

describe('reading a topology', () => {
  const word = fc.oneof(
    fc.constantFrom(...PRODUCT_NAMES, 'nlb', 'istio@1.30', 'kgateway@', '->', '', '__proto__', 'constructor'),
    fc.string({ maxLength: 12 }),
  )
  const value = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.array(word, { maxLength: 3 }))
  const hop = fc.record(
    {
      product: word,
      version: value,
      ranges: value,
      layer: fc.constantFrom(4, 7, 5),
      sourceNat: fc.boolean(),
      appendsForwardedFor: fc.boolean(),
      sendsProxy: fc.constantFrom('none', 'v1', 'v2', 'v3'),
      trafficPolicy: fc.constantFrom('Local', 'Cluster'),
      targets: fc.constantFrom('pods', 'nodes'),
      verifies: value,
      port: value,
    },
    { requiredKeys: ['product'] },
  )
  const path = fc.oneof(
    value,
    fc.array(fc.oneof(word, hop, value), { maxLength: 6 }),
    fc.array(word, { maxLength: 6 }).map((words) => words.join(' -> ')),
  )
  const parts = fc.record(
    { path, hosts: value, exempt: value, tls: fc.constantFrom('terminated', 'passthrough'), origin: value },
    { requiredKeys: [] },
  )

  test('throws nothing but a ConfigError, whatever the document is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          parts.map((some) => JSON.stringify(documentOf(some))),
        ),
        (text) => {
          expect(Array.isArray(faultsIn(text))).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('gives a path that begins with an edge, ends with one application, and is verified', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...PRODUCT_NAMES), hop), { minLength: 2, maxLength: 5 }),
        (hops) => {
          const text = JSON.stringify(documentOf({ path: hops, loadBalancerRanges: ['10.0.16.0/20'] }))
          if (faultsIn(text).length > 0) return
          const { topology } = readTopology(text)
          const kinds = topology.hops.map(({ kind }) => kind)
          expect([kinds[0], kinds.at(-1), kinds.filter((kind) => kind === 'app').length]).toEqual(['edge', 'app', 1])
          expect(
            topology.hops.filter((one) => 'verifies' in one && one.verifies !== 'none' && one.verifies !== false),
          ).not.toEqual([])
        },
      ),
      { numRuns: 2000 },
    )
  })
})
