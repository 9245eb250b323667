import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/config/fault-list.ts'
import { readVerifierDocument } from '../../src/config/verifier-document.ts'
import vectors from '../vectors/verifier-document.json' with { type: 'json' }

/** Lays the parts of a case over a document that is in order. */
function documentOf(parts: object): string {
  return JSON.stringify({ ...vectors.base, ...parts })
}

function faultsOf(text: string): string[] {
  try {
    readVerifierDocument(text)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.faults.map(({ code, path }) => `${code} ${path}`)
  }
}

describe('the document of the verifier service', () => {
  test.each(vectors.refused)('is refused: $name', ({ parts, faults }) => {
    expect(faultsOf(documentOf(parts)).toSorted()).toEqual(faults.toSorted())
  })

  test.each(vectors.accepted)('is taken: $name', ({ parts }) => {
    expect(faultsOf(documentOf(parts))).toEqual([])
  })

  test.each(vectors.advised)('says what was meant: $meant', ({ parts, meant }) => {
    expect(() => readVerifierDocument(documentOf(parts))).toThrow(meant)
  })

  test('has its defaults filled in', () => {
    expect(readVerifierDocument(documentOf({})).document).toMatchObject({
      mode: 'enforce',
      bind: 'none',
      exempt: [],
      outputs: [{ header: 'X-Client-IP', value: 'ip' }],
      limits: { maxConnections: 4096, drainSeconds: 20 },
      privacy: { logAddress: 'truncated' },
    })
  })

  test('says with each fault where the schema is', () => {
    expect(() => readVerifierDocument(documentOf({ mode: 'off' }))).toThrow('See `ipseal schema verifier`')
  })

  test('never shows the password of a URL', () => {
    const text = documentOf({ jwks: 'https://user:hunter2@www.example.com/jwks.json' })
    expect(() => readVerifierDocument(text)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    )
  })

  test('is warned of where private space is trusted as a whole', () => {
    const listen = { tcp: [{ port: 443, upstream: '127.0.0.1:8443' }] }
    const { warnings } = readVerifierDocument(documentOf({ listen, proxyProtocol: { senders: ['10.0.0.0/8'] } }))
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['PREFIX_TOO_WIDE proxyProtocol.senders[0]'])
  })

  test.each(['', 'null', '[]', '"x"', '{"issuer":'])(
    'that is no object is refused without being thrown over: %s',
    (text) => {
      expect(faultsOf(text).length).toBeGreaterThan(0)
    },
  )
})
