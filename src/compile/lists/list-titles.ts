/** What a list can be written for, one line each. Apart from the writers, so that a help can tell it without loading them. */
export const LIST_TITLES = {
  nginx: 'set_real_ip_from for each prefix, to be included in http, server or location',
  'nginx-geo': 'a geo block for http: $ipseal_peer_<list> is 1 where the peer is in it',
  'nginx-gateway-fabric': 'a patch of an NginxProxy: rewriteClientIP.trustedAddresses, 64 at most',
  haproxy: 'a file of patterns: acl from_edge src -f FILE',
  'haproxy-map': 'a map from prefix to the name of the list: src,map_ip(FILE)',
  envoy: 'original_ip_detection_extensions with xff_trusted_cidrs, for an HTTP connection manager',
  ipset: 'a script for ipset restore: the sets ipseal-<list>-v4 and -v6, each swapped in whole',
  nft: 'commands for nft -f: the sets <list>_v4 and _v6 of table inet ipseal, replaced in one step',
  terraform: 'an .auto.tfvars file: <list>_prefixes_ipv4 and _ipv6, each a list(string)',
  'network-policy': 'a NetworkPolicy: pods labelled ipseal-from-<list> take connections from the list alone',
} as const

export type ListTargetName = keyof typeof LIST_TITLES
