import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { CompileError } from '../../src/compile/compile-error.ts'
import { LIST_TARGETS } from '../../src/compile/lists/list-targets.ts'
import type { TrustedList } from '../../src/compile/lists/trusted-list.ts'
import { limitPrefixes, writeList } from '../../src/compile/lists/write-list.ts'
import { at } from './read-yaml.ts'

const LIST: TrustedList = {
  provider: 'azure-front-door',
  source: 'https://lists.example.com/edge',
  asOf: '2026-11-21',
  digest: 'd'.repeat(64),
  prefixes: ['192.0.2.0/25', '192.0.2.128/25', '198.51.100.0/24', '2001:db8::/32'],
  draining: ['198.51.100.0/24'],
}

/** What stands in the file beside comments and white space. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

function written(name: string, list: TrustedList = LIST, most?: number): string {
  const target = LIST_TARGETS.find((one) => one.name === name)
  if (target === undefined) throw new TypeError(`no target ${name}`)
  return writeList(list, target, most)
}

function faultOf(write: () => unknown): { readonly code: string; readonly message: string } {
  try {
    write()
  } catch (error) {
    if (error instanceof CompileError) return { code: error.code, message: error.message }
    throw error
  }
  throw new TypeError('nothing was refused')
}

describe('what every file of a list has', () => {
  test.each(LIST_TARGETS)('its source, day, digest, what drains and what it does not prove: $name', ({ name }) => {
    const head = written(name)
      .split('\n')
      .filter((line) => line.startsWith('#'))
      .join('\n')
    for (const word of [
      LIST.source,
      LIST.asOf,
      LIST.digest,
      'still in it',
      '198.51.100.0/24',
      'rent the same provider',
    ]) {
      expect(head).toContain(word)
    }
  })

  test.each(LIST_TARGETS)('the same bytes for the same list: $name', ({ name }) => {
    expect(written(name)).toBe(written(name))
  })

  test.each(LIST_TARGETS)('no line that a store could have put there: $name', ({ name }) => {
    const odd = { ...LIST, source: 'https://a\nset_real_ip_from 203.0.113.9/32;\r\u2028- x', asOf: '\n0.0.0.0/0' }
    expect(linesOf(written(name, odd))).toEqual(linesOf(written(name)))
  })

  test.each(LIST_TARGETS)('one prefix at least, or it is not written: $name', ({ name }) => {
    expect(faultOf(() => written(name, { ...LIST, prefixes: [], draining: [] })).code).toBe('MISSING')
  })
})

test.each([
  {
    name: 'nginx',
    want: [
      'set_real_ip_from 192.0.2.0/25;',
      'set_real_ip_from 192.0.2.128/25;',
      'set_real_ip_from 198.51.100.0/24;',
      'set_real_ip_from 2001:db8::/32;',
    ],
  },
  {
    name: 'nginx-geo',
    want: [
      'geo $realip_remote_addr $ipseal_peer_azure_front_door {',
      'default 0;',
      '192.0.2.0/25 1;',
      '192.0.2.128/25 1;',
      '198.51.100.0/24 1;',
      '2001:db8::/32 1;',
      '}',
    ],
  },
  { name: 'haproxy', want: LIST.prefixes },
  { name: 'haproxy-map', want: LIST.prefixes.map((prefix) => `${prefix} azure-front-door`) },
  {
    name: 'ipset',
    want: [
      'create ipseal-azure-front-door-v4 hash:net family inet -exist',
      'create ipseal-azure-front-door-v4-new hash:net family inet -exist',
      'flush ipseal-azure-front-door-v4-new',
      'add ipseal-azure-front-door-v4-new 192.0.2.0/24',
      'add ipseal-azure-front-door-v4-new 198.51.100.0/24',
      'swap ipseal-azure-front-door-v4-new ipseal-azure-front-door-v4',
      'destroy ipseal-azure-front-door-v4-new',
      'create ipseal-azure-front-door-v6 hash:net family inet6 -exist',
      'create ipseal-azure-front-door-v6-new hash:net family inet6 -exist',
      'flush ipseal-azure-front-door-v6-new',
      'add ipseal-azure-front-door-v6-new 2001:db8::/32',
      'swap ipseal-azure-front-door-v6-new ipseal-azure-front-door-v6',
      'destroy ipseal-azure-front-door-v6-new',
    ],
  },
  {
    name: 'nft',
    want: [
      'add table inet ipseal',
      'add set inet ipseal azure_front_door_v4 { type ipv4_addr; flags interval; }',
      'flush set inet ipseal azure_front_door_v4',
      'add element inet ipseal azure_front_door_v4 {',
      '192.0.2.0/24,',
      '198.51.100.0/24,',
      '}',
      'add set inet ipseal azure_front_door_v6 { type ipv6_addr; flags interval; }',
      'flush set inet ipseal azure_front_door_v6',
      'add element inet ipseal azure_front_door_v6 {',
      '2001:db8::/32,',
      '}',
    ],
  },
  {
    name: 'terraform',
    want: [
      'azure_front_door_prefixes_ipv4 = [',
      '"192.0.2.0/25",',
      '"192.0.2.128/25",',
      '"198.51.100.0/24",',
      ']',
      'azure_front_door_prefixes_ipv6 = [',
      '"2001:db8::/32",',
      ']',
    ],
  },
])('$name has each prefix where it belongs', ({ name, want }) => {
  expect(linesOf(written(name))).toEqual(want)
})

test.each([
  {
    name: 'envoy',
    path: ['original_ip_detection_extensions', 0, 'typed_config', 'xff_trusted_cidrs', 'cidrs'],
    want: [
      { address_prefix: '192.0.2.0', prefix_len: 25 },
      { address_prefix: '192.0.2.128', prefix_len: 25 },
      { address_prefix: '198.51.100.0', prefix_len: 24 },
      { address_prefix: '2001:db8::', prefix_len: 32 },
    ],
  },
  {
    name: 'network-policy',
    path: ['spec', 'ingress', 0, 'from'],
    want: LIST.prefixes.map((cidr) => ({ ipBlock: { cidr } })),
  },
  {
    name: 'nginx-gateway-fabric',
    path: ['spec', 'rewriteClientIP', 'trustedAddresses'],
    want: [
      { type: 'CIDR', value: '192.0.2.0/24' },
      { type: 'CIDR', value: '198.51.100.0/24' },
      { type: 'CIDR', value: '2001:db8::/32' },
    ],
  },
])('$name has each prefix at its place in YAML', ({ name, path, want }) => {
  expect(at(parse(written(name)), ...path)).toEqual(want)
})

describe('a limit', () => {
  const many = Array.from({ length: 65 }, (_, i) => `192.0.2.${i * 2}/32`)

  test('joins what is exactly the same, and says so', () => {
    const text = written('nginx', LIST, 3)
    expect(linesOf(text)[0]).toBe('set_real_ip_from 192.0.2.0/24;')
    expect(text).toContain('# Joined exactly into 3 prefixes')
  })

  test('of nginx-gateway-fabric is 64, and is kept without being asked for', () => {
    expect(faultOf(() => written('nginx-gateway-fabric', { ...LIST, prefixes: many }))).toEqual({
      code: 'TOO_MANY_PREFIXES',
      message: expect.stringMatching(
        /takes 64 prefixes at most.*got 65 prefixes, 65 when joined\. Put a load balancer/,
      ),
    })
  })

  test.each(LIST_TARGETS)('is never met by a wider list: $name', ({ name }) => {
    expect(faultOf(() => written(name, LIST, 2))).toEqual({
      code: 'TOO_MANY_PREFIXES',
      message: expect.stringMatching(
        /2 prefixes at most.*got 4 prefixes, 3 when joined\. .*a wider list is never written/,
      ),
    })
  })

  test('is kept by a list without a target too', () => {
    expect(limitPrefixes(LIST, 3)).toEqual(['192.0.2.0/24', '198.51.100.0/24', '2001:db8::/32'])
    expect(limitPrefixes(LIST, undefined)).toBe(LIST.prefixes)
    expect(faultOf(() => limitPrefixes(LIST, 2)).code).toBe('TOO_MANY_PREFIXES')
  })
})

test.each([
  { target: 'ipset', provider: 'list:a-rather-long-name' },
  { target: 'network-policy', provider: `list:${'a'.repeat(60)}` },
  { target: 'nginx-geo', provider: 'list:a b' },
  { target: 'nft', provider: 'list:../../etc' },
  { target: 'terraform', provider: 'list:A' },
])('a name that $target cannot take is refused, never shortened: $provider', ({ target, provider }) => {
  expect(faultOf(() => written(target, { ...LIST, provider })).code).toBe('UNSUPPORTED')
})

test('a private list is a name in every language', () => {
  const list = { ...LIST, provider: 'list:shop' }
  expect(written('nginx-geo', list)).toContain('$ipseal_peer_list_shop {')
  expect(at(parse(written('network-policy', list)), 'metadata', 'name')).toBe('ipseal-from-list-shop')
  expect(written('nginx', list)).toContain('as its publisher wrote it')
})
