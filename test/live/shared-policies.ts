import { BlockList, isIP } from 'node:net'
import { CLOUDFLARE } from '../../src/ranges/lists/cloudflare.ts'

/** A list of trusted ranges that every resolver in the comparison can express, and addresses on both sides of its edges. */
export type SharedPolicy = {
  readonly name: string
  readonly prefixes: readonly string[]
  readonly members: readonly string[]
  readonly strangers: readonly string[]
  /** What the ranges hold, as Node's own list says. */
  readonly isTrusted: (address: string) => boolean
}

/** The loopback addresses that connections come from; all policies trust the first four and not the last two. */
export const PEERS = ['127.1.0.0', '127.1.2.3', '127.1.127.254', '127.1.127.255', '127.1.128.0', '127.2.0.1'] as const

const TRUSTED_PEERS = '127.1.0.0/17'

export const OWN_RANGES: SharedPolicy = withTrust({
  name: 'own-ranges',
  prefixes: [TRUSTED_PEERS, '10.0.0.0/8', '198.51.100.0/24', '2001:db8:aa::/48'],
  members: ['10.0.0.1', '10.255.255.255', '198.51.100.9', '2001:db8:aa::1', '2001:db8:aa:ffff::a:b'],
  strangers: ['203.0.113.7', '9.255.255.255', '11.0.0.0', '198.51.101.0', '2001:db8:ab::', '2001:db8:a9::7'],
})

export const SHARED_POLICIES: readonly SharedPolicy[] = [
  OWN_RANGES,
  withTrust({
    name: 'odd-lengths',
    prefixes: [
      TRUSTED_PEERS,
      '192.0.2.0/31',
      '192.0.2.128/25',
      '192.0.2.160/27',
      '198.51.100.7/32',
      '203.0.113.64/26',
      '2001:db8::/33',
      '2001:db8:4000::/34',
      '2001:db8:ffff::1/128',
    ],
    members: ['192.0.2.1', '192.0.2.128', '198.51.100.7', '203.0.113.127', '2001:db8:7fff::1', '2001:db8:ffff::1'],
    strangers: ['192.0.2.2', '192.0.2.127', '198.51.100.6', '203.0.113.128', '2001:db8:8000::', '2001:db8:ffff::2'],
  }),
  withTrust({
    name: 'cloudflare',
    prefixes: [TRUSTED_PEERS, ...CLOUDFLARE.prefixes],
    members: ['104.16.0.1', '104.27.255.254', '172.71.255.255', '2606:4700::6810:84e5', '2a06:98c7:ffff::9'],
    strangers: ['104.15.255.255', '104.28.0.0', '172.72.0.0', '2606:4701::', '2a06:98c8::1', '192.0.2.44'],
  }),
]

function withTrust(list: Omit<SharedPolicy, 'isTrusted'>): SharedPolicy {
  return { ...list, isTrusted: trustOf(list.prefixes) }
}

function trustOf(prefixes: readonly string[]): SharedPolicy['isTrusted'] {
  const list = new BlockList()
  for (const prefix of prefixes) {
    const [network = '', length] = prefix.split('/')
    list.addSubnet(network, Number(length), familyOf(network))
  }
  return (address) => list.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
