/**
 * Where packets cannot be sent to from anywhere: what the special-purpose registries call not globally reachable, or
 * answer neither way, and multicast, which no host sends from. Blocks inside a listed one are left out.
 *
 * The registries themselves, with names and documents, weigh three times as much and stay out of the edge; the tests
 * derive this list from them.
 */
export const UNREACHABLE =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 ' +
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3 ' +
  '::/127 64:ff9b:1::/48 100::/63 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 ff00::/8'

/** What is reachable though the block around it is not. */
export const REACHABLE_WITHIN =
  '192.0.0.9/32 192.0.0.10/32 2001:1::1/128 2001:1::2/127 2001:3::/32 2001:4:112::/48 2001:20::/28 2001:30::/28'
