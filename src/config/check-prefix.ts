import ipaddr from 'ipaddr.js'
import { describeValue } from '../fault/escape-text.ts'
import { familyOf, parseAddress } from '../net/address.ts'
import { bitsOf, containsPrefix, type Prefix, parsePrefix } from '../net/prefix.ts'
import { SNAPSHOT } from '../ranges/snapshot.ts'
import type { ConfigFault } from './fault-list.ts'

/** Private space that is wider than this holds more than one network's load balancers. */
const WIDE_LENGTH = 16
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].flatMap((text) => parsePrefix(text) ?? [])

/** Reads one prefix of a configuration; a fault says what was probably meant. */
export function checkPrefix(text: string, path: string): Prefix | ConfigFault {
  const prefix = parsePrefix(text)
  if (prefix !== undefined && prefix.length > 0) return prefix
  const received = describeValue(text)
  if (prefix !== undefined) {
    const rule = 'a /0 trusts every address there is, and so lets every client choose its own'
    const nextStep = 'List the ranges of the proxies that really connect, or use "any" with "hops" and a proof'
    return { code: 'PREFIX_TOO_WIDE', path, rule, received, nextStep }
  }
  const meant = meantPrefix(text)
  const rule = 'must be one prefix in CIDR notation without host bits, such as 192.0.2.0/24 or 2001:db8::/32'
  const nextStep = meant === undefined ? 'Write the network and its length' : `Write ${meant}`
  return { code: 'BAD_PREFIX', path, rule, received, nextStep }
}

/** Warns of an own group that takes in whole private networks: every pod and laptop in them could forge an address. */
export function warnOfWidePrefix(prefix: Prefix, path: string): ConfigFault | undefined {
  const isPrivate = PRIVATE.some((space) => containsPrefix(space, prefix) || containsPrefix(prefix, space))
  if (!isPrivate || prefix.length >= WIDE_LENGTH) return undefined
  return {
    code: 'PREFIX_TOO_WIDE',
    path,
    rule: `private space wider than /${WIDE_LENGTH} makes a trusted proxy of everything that runs in it`,
    received: describeValue(prefix.text),
    nextStep: 'Name the subnets of the load balancers alone',
  }
}

/** Warns of an own group in a provider's space, where the rules for tenants and the provider's traps would not hold. */
export function warnOfProviderPrefix(prefix: Prefix, path: string): ConfigFault | undefined {
  const owner = Object.values(SNAPSHOT).find((list) => list.prefixes.some((text) => isAround(text, prefix)))?.provider
  if (owner === undefined) return undefined
  return {
    code: 'PREFIX_OF_PROVIDER',
    path,
    rule: `these addresses are on the list of ${owner}, and anyone can rent a place behind them`,
    received: describeValue(prefix.text),
    nextStep: `Use "ranges": "${owner}" with a proof`,
  }
}

function isAround(text: string, prefix: Prefix): boolean {
  const listed = parsePrefix(text)
  return listed !== undefined && containsPrefix(listed, prefix)
}

/** Our own parser only says no. What the text was near to is for ipaddr.js, behind it, to say. */
function meantPrefix(text: string): string | undefined {
  const address = parseAddress(text)
  if (address !== undefined) return `${address}/${bitsOf(familyOf(address))} for this one address`
  const [network = '', length = ''] = text.split('/')
  const isStrict = parseAddress(network) !== undefined && /^[0-9]{1,3}$/.test(length)
  if (!isStrict || !ipaddr.isValidCIDR(text)) return undefined
  const reader = text.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4
  return parsePrefix(`${reader.networkAddressFromCIDR(text).toString()}/${Number(length)}`)?.text
}
