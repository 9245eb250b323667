import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/config/fault-list.ts'
import { configJsonSchema } from '../../src/config/json-schema.ts'
import { readConfig } from '../../src/config/read-config.ts'
import testKeys from '../vectors/assertion-keys.json' with { type: 'json' }
import vectors from '../vectors/config.json' with { type: 'json' }

/** Lays the parts of a case over a document that is in order. */
function documentOf(parts: object): string {
  return JSON.stringify({ ...vectors.base, ...parts })
}

function faultsOf(text: string): string[] {
  try {
    readConfig(text)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.faults.map(({ code, path }) => `${code} ${path}`)
  }
}

describe('a configuration', () => {
  test.each(vectors.refused)('is refused: $name', ({ parts, faults }) => {
    expect(faultsOf(documentOf(parts)).sort()).toEqual([...faults].sort())
  })

  test.each(vectors.accepted)('is taken: $name', ({ parts }) => {
    expect(faultsOf(documentOf(parts))).toEqual([])
  })

  test.each(vectors.advised)('says what was meant: $meant', ({ parts, meant }) => {
    expect(() => readConfig(documentOf(parts))).toThrow(meant)
  })

  test('says every fault with its path, rule and next step, and values escaped and short', () => {
    const text = documentOf({ audience: 5, onRefusal: `\u001b[31m${'x'.repeat(200)}` })
    const message = ((): string => {
      try {
        readConfig(text)
        return ''
      } catch (error) {
        return String(error)
      }
    })()
    expect(message).toMatchInlineSnapshot(`
      "ConfigError: WRONG_TYPE at audience: must be of type string; got 5. See \`ipseal schema config\`
      OUT_OF_RANGE at onRefusal: must be "refuse" or "forward-unsealed"; got "\\u{1b}[31mxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...". See \`ipseal schema config\`"
    `)
  })

  test('never shows what stands where a secret’s name belongs', () => {
    const proof = { header: 'X-Proof', secret: 'correct horse battery staple' }
    const text = documentOf({ trust: [{ name: 'cloudflare', ranges: 'cloudflare', proof }] })
    expect(() => readConfig(text)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('horse') }))
  })

  test.each([{ keys: ['hunter2'] }, 'hunter2', [{ kid: 'hunter2' }]])(
    'never shows what stands where a public key belongs: %o',
    (signedBy) => {
      expect(() => readConfig(documentOf({ ranges: { signedBy } }))).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
      )
    },
  )

  test.each([
    { issuer: 'https://user:hunter2@edge.example.com/#' },
    { origins: [{ match: '*', url: 'ftp://u:hunter2@o' }] },
  ])('never shows the password of a URL: %o', (parts) => {
    expect(() => readConfig(documentOf(parts))).toThrow('BAD_URL')
    expect(() => readConfig(documentOf(parts))).not.toThrow('hunter2')
  })

  test('warns of own prefixes in the space of a provider', () => {
    const trust = [{ name: 'cf', ranges: ['173.245.48.0/24'] }]
    const { warnings } = readConfig(documentOf({ trust, headers: [{ name: 'CF-Connecting-IP', from: ['cf'] }] }))
    expect(warnings.map(({ code }) => code)).toEqual(['PREFIX_OF_PROVIDER'])
  })

  test('says where the JSON is broken, and shows none of it', () => {
    expect(() => readConfig('{\n  "d": "s3cret", }')).toThrow('NOT_JSON at $: must be JSON, and is not at line 2')
    expect(() => readConfig('-----BEGIN PRIVATE KEY-----')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('PRIVATE') }),
    )
  })

  test('is written out with every default, names in lower case and prefixes canonical', () => {
    expect(readConfig(JSON.stringify(vectors.base)).settings).toEqual(vectors.settings)
  })

  test('keeps of the keys that vouch for lists what is public, and says what becomes of stale ones', () => {
    const { es256 } = testKeys
    const { d: _d, ...half } = es256
    const ranges = { signedBy: { keys: [{ ...half, key_ops: ['verify'] }] } }
    const { settings } = readConfig(documentOf({ ranges }))
    expect(settings.ranges).toEqual({ signedBy: { keys: [half] }, onStale: 'keep' })
  })

  test('keeps where the peer is to be found, and leaves it out if nothing is said of it', () => {
    const peerOf = (parts: object) => readConfig(documentOf(parts)).settings.peer
    expect([peerOf({ peer: 'alb-append' }), peerOf({})]).toEqual(['alb-append', undefined])
  })

  test('warns of an own group that takes in a whole private network', () => {
    const trust = [{ name: 'lb', ranges: ['10.0.0.0/8', '192.168.4.0/24'] }]
    const { warnings } = readConfig(documentOf({ trust, headers: [{ name: 'X-Forwarded-For', from: ['lb'] }] }))
    expect(warnings.map(({ path }) => path)).toEqual(['trust[0].ranges[0]'])
  })

  test('has a JSON Schema that knows the keys of the document, and asks only for what is required', () => {
    expect(configJsonSchema()).toMatchObject({
      required: ['issuer', 'audience', 'trust', 'headers'],
      additionalProperties: false,
      properties: { trust: { items: { properties: { ranges: {}, proof: {}, tenants: { const: 'any' } } } } },
    })
  })
})
