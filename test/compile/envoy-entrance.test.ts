import { describe, expect, test } from 'vitest'
import type { Compiled } from '../../src/compile/index.ts'
import { BALANCER, compiled, EDGE, listenerOf, managerOf, read } from './envoy-compiled.ts'
import { type Policy, writeCidr } from './envoy-shapes.ts'

describe('who may connect', () => {
  test.each([
    {
      name: 'the load balancer',
      path: [EDGE, { ...BALANCER, trafficPolicy: 'Local' }, 'envoy', 'app'],
      want: ['10.0.16.0/20'],
    },
    { name: 'the edge', path: [EDGE, 'metallb', 'envoy', 'app'], want: EDGE.ranges },
  ])('is $name, by the address of the socket and by a policy', ({ path, want }) => {
    const result = compiled({ path })
    const { direct_source_prefix_ranges: ranges } = listenerOf(result).filter_chains[0].filter_chain_match
    expect(ranges.map(writeCidr)).toEqual(want)
    const { spec } = read<Policy>(result, 'network-policy.yaml')
    expect(spec.ingress[0].from.map(({ ipBlock }) => ipBlock.cidr)).toEqual(want)
    expect(spec.ingress[0].ports).toEqual([{ port: 8443, protocol: 'TCP' }])
  })

  test('is said to be anyone where the path does not tell', () => {
    const result = compiled({ path: [{ product: 'edge' }, 'envoy', 'app'] })
    expect(listenerOf(result).filter_chains[0]).not.toHaveProperty('filter_chain_match')
    expect(result.files.map(({ path }) => path)).not.toContain('network-policy.yaml')
    expect(result.notes.filter(({ kind }) => kind === 'warning').map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Envoy takes entry 1 of X-Forwarded-For/),
      expect.stringMatching(/^Nobody said from where connections come/),
    ])
  })

  test('may be a node where kube-proxy hides the load balancer', () => {
    const hidden = compiled({ path: [EDGE, BALANCER, 'envoy', 'app'] })
    const local = compiled({ path: [EDGE, { ...BALANCER, trafficPolicy: 'Local' }, 'envoy', 'app'] })
    const says = ({ notes }: Compiled): boolean =>
      notes.some(({ text }) => text.includes('externalTrafficPolicy Cluster'))
    expect([says(hidden), says(local)]).toEqual([true, false])
  })
})

describe('PROXY protocol', () => {
  test.each([
    { sendsProxy: 'v1', refused: ['V2'] },
    { sendsProxy: 'v2', refused: ['V1'] },
  ])('is demanded first and in the version that is sent: $sendsProxy', ({ sendsProxy, refused }) => {
    const [first] = listenerOf(compiled({ path: [EDGE, { ...BALANCER, sendsProxy }, 'envoy', 'app'] })).listener_filters
    expect(first.name).toBe('envoy.filters.listener.proxy_protocol')
    expect(first.typed_config.disallowed_versions).toEqual(refused)
    expect(first.typed_config).not.toHaveProperty('allow_requests_without_proxy_protocol')
  })

  test('is not read where nobody sends it', () => {
    expect(listenerOf(compiled({ path: [EDGE, 'metallb', 'envoy', 'app'] }))).not.toHaveProperty('listener_filters')
  })
})

describe('the nearest address', () => {
  test.each([
    { name: 'the edge behind PROXY', path: [EDGE, BALANCER, 'envoy', 'app'], want: EDGE.ranges },
    {
      name: 'the edge and a load balancer that appends',
      path: [EDGE, { product: 'aws-alb', ranges: ['10.0.0.0/24'] }, 'envoy', 'app'],
      want: [...EDGE.ranges, '10.0.0.0/24'],
    },
    {
      name: 'the edge and a load balancer that hides it',
      path: [EDGE, { ...BALANCER, sendsProxy: 'none' }, 'envoy', 'app'],
      want: [...EDGE.ranges, '10.0.16.0/20'],
    },
  ])('is taken from X-Forwarded-For of $name by ranges', ({ path, want }) => {
    const manager = managerOf(compiled({ path }))
    const [{ typed_config: xff }] = manager.original_ip_detection_extensions
    expect(xff.xff_trusted_cidrs.cidrs.map(writeCidr)).toEqual(want)
    expect(manager.use_remote_address).toBe(false)
    expect(manager).not.toHaveProperty('xff_num_trusted_hops')
    const removed = manager.early_header_mutation_extensions[0].typed_config.mutations
    expect(removed).toContainEqual({ remove_on_match: { key_matcher: { prefix: 'x-envoy-' } } })
  })

  test('is counted where the edge’s ranges are not known', () => {
    const manager = managerOf(compiled({ path: [{ product: 'edge' }, { ...BALANCER }, 'envoy', 'app'] }))
    expect(manager).toMatchObject({ use_remote_address: true, xff_num_trusted_hops: 1 })
    expect(manager).not.toHaveProperty('original_ip_detection_extensions')
  })
})
