import { describe, expect, test } from 'vitest'
import type { ContractRule, Holding } from '../../src/compile/contract.ts'
import type { Compiled } from '../../src/compile/index.ts'
import { compileGateway } from './compile-gateway.ts'

type Verifies = 'native' | 'forward-auth'

function compiled(product: string, verifies: Verifies, others: object = {}): Compiled {
  const path = ['cloudflare', 'aws-nlb', { product, verifies, ...others }, 'app']
  return compileGateway(product, { path, hosts: ['shop.example.com'] })
}

function holding(product: string, verifies: Verifies, rule: ContractRule): Holding | undefined {
  return compiled(product, verifies).contract?.[rule]
}

describe('what live planes let through stands in the contract', () => {
  test.each([
    { product: 'kgateway', verifies: 'native', by: 'nobody', how: 'x~client~ip' },
    { product: 'caddy', verifies: 'forward-auth', by: 'nobody', how: 'x~client~ip' },
    { product: 'kgateway', verifies: 'forward-auth', by: 'service', how: 'every spelling' },
  ] as const)('aliases of $product, $verifies: $by', ({ product, verifies, by, how }) => {
    const rule = holding(product, verifies, 'aliases-removed')
    expect(rule?.by).toBe(by)
    expect(rule?.how).toContain(how)
  })

  test.each([
    { product: 'kgateway', verifies: 'native', says: 'normalis' },
    { product: 'envoy-gateway', verifies: 'native', says: 'normalis' },
    { product: 'istio', verifies: 'native', says: 'normalis' },
    { product: 'kong', verifies: 'native', says: 'Host line' },
    { product: 'nginx', verifies: 'native', says: 'refused' },
  ] as const)('what a bound token is compared with in $product', ({ product, verifies, says }) => {
    expect(holding(product, verifies, 'binding')?.how).toContain(says)
  })

  test('of two members of one name njs takes the last', () => {
    const contract = compiled('nginx', 'native').contract
    expect(contract?.['three-parts'].how).toContain('the last of two members')
  })
})

describe('what live planes let through stands in a note', () => {
  test.each([
    { product: 'kgateway', verifies: 'forward-auth' },
    { product: 'envoy-gateway', verifies: 'native' },
    { product: 'envoy-gateway', verifies: 'forward-auth' },
    { product: 'istio', verifies: 'native' },
    { product: 'istio', verifies: 'forward-auth' },
    { product: 'contour', verifies: 'forward-auth' },
    { product: 'traefik', verifies: 'forward-auth' },
  ] as const)('that $product ($verifies) compares paths after it has put them into another form', (row) => {
    const texts = compiled(row.product, row.verifies).notes.map(({ text }) => text)
    expect(texts).toContainEqual(expect.stringMatching(/dot segments/))
  })

  test.each(['kgateway', 'envoy-gateway', 'istio', 'contour', 'kong', 'nginx'])(
    'that %s takes a PROXY header from anyone who reaches it',
    (product) => {
      const verifies = product === 'contour' ? 'forward-auth' : 'native'
      const texts = compiled(product, verifies).notes.map(({ text }) => text)
      expect(texts).toContainEqual(expect.stringMatching(/PROXY header.*(?:whoever connects|from anyone)/))
    },
  )

  test.each(['caddy', 'traefik'])('that %s answers OPTIONS * by itself', (product) => {
    const texts = compiled(product, 'forward-auth').notes.map(({ text }) => text)
    expect(texts).toContainEqual(expect.stringContaining('OPTIONS *'))
  })
})
