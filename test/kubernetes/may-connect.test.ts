import { describe, expect, test } from 'vitest'
import vectors from '../vectors/kubernetes/evaluator.json' with { type: 'json' }
import { type Endpoint, mayConnect } from './may-connect.ts'
import { readPolicies } from './network-policies.ts'

const from: Endpoint = { address: '10.1.2.7', namespace: 'tools', labels: { app: 'curl' }, node: '10.1.0.5' }
const to: Endpoint = {
  address: '10.1.2.8',
  namespace: 'shop',
  labels: { app: 'shop' },
  node: '10.1.0.6',
  ports: { http: 8080 },
}

function policiesOf(policies: readonly { readonly namespace: string; readonly spec: object }[]) {
  return readPolicies(
    policies.map(({ namespace, spec }) => ({ kind: 'NetworkPolicy', metadata: { name: 'one', namespace }, spec })),
  )
}

const closed = policiesOf([{ namespace: 'shop', spec: { podSelector: {} } }])

describe('a connection from one pod to another, as Kubernetes judges it', () => {
  test.each(vectors)('$name', ({ policies, allowed }) => {
    expect(mayConnect(policiesOf(policies), { from, to, port: 8080 })).toBe(allowed)
  })

  test('the pod’s own node always passes, another one does not', () => {
    expect(mayConnect(closed, { from: { address: '10.1.0.6' }, to, port: 8080 })).toBe(true)
    expect(mayConnect(closed, { from: { address: '10.1.0.5' }, to, port: 8080 })).toBe(false)
  })
})

test.each([
  { what: 'a rule', kind: 'NetworkPolicy', spec: { podSelector: {}, ingress: [{ form: [] }] } },
  { what: 'a policy', kind: 'NetworkPolicy', spec: { podSelector: {}, ingres: [] } },
  { what: 'a peer', kind: 'NetworkPolicy', spec: { podSelector: {}, ingress: [{ from: [{ service: 'a' }] }] } },
  { what: 'another kind of policy', kind: 'AdminNetworkPolicy', spec: {} },
])('what is not understood in $what is no test passed', ({ kind, spec }) => {
  expect(() => readPolicies([{ kind, metadata: { name: 'one' }, spec }])).toThrow(/not understood/)
})
