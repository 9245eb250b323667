export type SpecialPurposeRow = readonly [prefix: string, globallyReachable: boolean | 'n/a', name: string, rfc: string]

/**
 * The IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), as last updated on 2025-10-09.
 *
 * `n/a` stands where they answer neither true nor false: Teredo, 6to4, and blocks whose assignment has ended. Left out
 * is `::ffff:0:0/96`: an address in it is read as the IPv4 address it stands for, before anyone looks it up. Multicast
 * is not in these registries, nor is `fec0::/10`, which RFC 3879 withdrew.
 *
 * Source: https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
 */
export const SPECIAL_PURPOSE_ROWS: readonly SpecialPurposeRow[] = [
  ['0.0.0.0/8', false, 'This network', 'RFC 791'],
  ['0.0.0.0/32', false, 'This host on this network', 'RFC 1122'],
  ['10.0.0.0/8', false, 'Private-Use', 'RFC 1918'],
  ['100.64.0.0/10', false, 'Shared Address Space', 'RFC 6598'],
  ['127.0.0.0/8', false, 'Loopback', 'RFC 1122'],
  ['169.254.0.0/16', false, 'Link Local', 'RFC 3927'],
  ['172.16.0.0/12', false, 'Private-Use', 'RFC 1918'],
  ['192.0.0.0/24', false, 'IETF Protocol Assignments', 'RFC 6890'],
  ['192.0.0.0/29', false, 'IPv4 Service Continuity Prefix', 'RFC 7335'],
  ['192.0.0.8/32', false, 'IPv4 dummy address', 'RFC 7600'],
  ['192.0.0.9/32', true, 'Port Control Protocol Anycast', 'RFC 7723'],
  ['192.0.0.10/32', true, 'Traversal Using Relays around NAT Anycast', 'RFC 8155'],
  ['192.0.0.170/32', false, 'NAT64/DNS64 Discovery', 'RFC 8880'],
  ['192.0.0.171/32', false, 'NAT64/DNS64 Discovery', 'RFC 8880'],
  ['192.0.2.0/24', false, 'Documentation (TEST-NET-1)', 'RFC 5737'],
  ['192.31.196.0/24', true, 'AS112-v4', 'RFC 7535'],
  ['192.52.193.0/24', true, 'AMT', 'RFC 7450'],
  ['192.88.99.0/24', 'n/a', 'Deprecated (6to4 Relay Anycast)', 'RFC 7526'],
  ['192.88.99.2/32', false, '6a44-relay anycast address', 'RFC 6751'],
  ['192.168.0.0/16', false, 'Private-Use', 'RFC 1918'],
  ['192.175.48.0/24', true, 'Direct Delegation AS112 Service', 'RFC 7534'],
  ['198.18.0.0/15', false, 'Benchmarking', 'RFC 2544'],
  ['198.51.100.0/24', false, 'Documentation (TEST-NET-2)', 'RFC 5737'],
  ['203.0.113.0/24', false, 'Documentation (TEST-NET-3)', 'RFC 5737'],
  ['240.0.0.0/4', false, 'Reserved', 'RFC 1112'],
  ['255.255.255.255/32', false, 'Limited Broadcast', 'RFC 919'],
  ['::/128', false, 'Unspecified Address', 'RFC 4291'],
  ['::1/128', false, 'Loopback Address', 'RFC 4291'],
  ['64:ff9b::/96', true, 'IPv4-IPv6 Translation', 'RFC 6052'],
  ['64:ff9b:1::/48', false, 'IPv4-IPv6 Translation', 'RFC 8215'],
  ['100::/64', false, 'Discard-Only Address Block', 'RFC 6666'],
  ['100:0:0:1::/64', false, 'Dummy IPv6 Prefix', 'RFC 9780'],
  ['2001::/23', false, 'IETF Protocol Assignments', 'RFC 2928'],
  ['2001::/32', 'n/a', 'TEREDO', 'RFC 4380'],
  ['2001:1::1/128', true, 'Port Control Protocol Anycast', 'RFC 7723'],
  ['2001:1::2/128', true, 'Traversal Using Relays around NAT Anycast', 'RFC 8155'],
  ['2001:1::3/128', true, 'DNS-SD Service Registration Protocol Anycast', 'RFC 9665'],
  ['2001:2::/48', false, 'Benchmarking', 'RFC 5180'],
  ['2001:3::/32', true, 'AMT', 'RFC 7450'],
  ['2001:4:112::/48', true, 'AS112-v6', 'RFC 7535'],
  ['2001:10::/28', 'n/a', 'Deprecated (previously ORCHID)', 'RFC 4843'],
  ['2001:20::/28', true, 'ORCHIDv2', 'RFC 7343'],
  ['2001:30::/28', true, 'Drone Remote ID Protocol Entity Tags (DETs) Prefix', 'RFC 9374'],
  ['2001:db8::/32', false, 'Documentation', 'RFC 3849'],
  ['2002::/16', 'n/a', '6to4', 'RFC 3056'],
  ['2620:4f:8000::/48', true, 'Direct Delegation AS112 Service', 'RFC 7534'],
  ['3fff::/20', false, 'Documentation', 'RFC 9637'],
  ['5f00::/16', false, 'Segment Routing (SRv6) SIDs', 'RFC 9602'],
  ['fc00::/7', false, 'Unique-Local', 'RFC 4193'],
  ['fe80::/10', false, 'Link-Local Unicast', 'RFC 4291'],
]
