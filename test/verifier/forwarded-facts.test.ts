import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HeaderLine } from '../../src/headers/header-line.ts'
import { readForwardedFacts } from '../../src/verifier/forward-auth/forwarded-facts.ts'

const DIALECTS = ['nginx', 'traefik', 'caddy', 'envoy', 'none'] as const
type Dialect = (typeof DIALECTS)[number]

/** Which headers each gateway writes, over whatever a client has sent under the same name. */
const WRITTEN: Readonly<Record<Dialect, (facts: Facts) => readonly HeaderLine[]>> = {
  nginx: ({ method, host, target }) => [
    ['X-Original-Method', method],
    ['X-Original-URL', `https://${host}${target}`],
  ],
  traefik: forwarded,
  caddy: forwarded,
  envoy: () => [],
  none: () => [],
}

function forwarded({ method, host, target }: Facts): readonly HeaderLine[] {
  return [
    ['X-Forwarded-Method', method],
    ['X-Forwarded-Host', host],
    ['X-Forwarded-Uri', target],
  ]
}

const facts = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'POST', 'PURGE'),
  host: fc.constantFrom('app.example.com', 'APP.example.com:8443', '192.0.2.1', '[2001:db8::1]'),
  target: fc.string({ unit: 'binary-ascii', maxLength: 20 }).map((text) => `/${text}`),
})
type Facts = typeof facts extends fc.Arbitrary<infer Value> ? Value : never

const NAMES = ['Original-URL', 'Original-Method', 'Forwarded-Uri', 'Forwarded-Host', 'Forwarded-Method', 'Rewrite-URL']
const name = fc
  .tuple(fc.constantFrom('X-', 'x_', 'X.', ''), fc.constantFrom(...NAMES), fc.constantFrom('-', '_', '.'))
  .map(([prefix, rest, separator]) => `${prefix}${rest.replaceAll('-', separator)}`)
const value = fc.constantFrom('GET', '/healthz', 'https://app.example.com/healthz', 'app.example.com', '', 'https://')
const sent: fc.Arbitrary<readonly HeaderLine[]> = fc.array(fc.tuple(name, value), { maxLength: 8 })

/** What arrives: the gateway's own lines somewhere among those of the client that it has left. */
function arrive(dialect: Dialect, own: Facts, lines: readonly HeaderLine[]): readonly HeaderLine[] {
  const written = WRITTEN[dialect](own)
  const names = new Set(written.map(([written]) => written.toLowerCase()))
  const left = lines.filter(([one]) => !names.has(one.toLowerCase()))
  const half = Math.floor(left.length / 2)
  return [...left.slice(0, half), ...written, ...left.slice(half)]
}

describe('what a gateway asks about', () => {
  test('is what the gateway wrote, whatever a client writes in any dialect and spelling', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DIALECTS), facts, sent, (dialect, own, lines) => {
        const question = dialect === 'envoy' ? own : { method: 'GET', host: 'verifier', target: '/healthz' }
        const headers = arrive(dialect, own, lines)
        const read = readForwardedFacts({ ...question, headers }, { dialect })
        expect(read).toEqual(dialect === 'none' ? undefined : own)
      }),
      { numRuns: 2000 },
    )
  })

  test('is nobody’s word as soon as a line of it is there twice', () => {
    fc.assert(
      fc.property(fc.constantFrom('nginx', 'traefik', 'caddy'), facts, fc.nat(2), (dialect, own, pick) => {
        const written = WRITTEN[dialect](own)
        const twice = written[pick % written.length]
        const headers = twice === undefined ? written : [...written, twice]
        const asked = { method: 'GET', host: 'verifier', target: '/', headers }
        expect(readForwardedFacts(asked, { dialect })).toBeUndefined()
      }),
    )
  })
})
