import { ENVOY } from './envoy.ts'
import { HAPROXY, HAPROXY_MAP } from './haproxy.ts'
import { IPSET } from './ipset.ts'
import type { ListTarget } from './list-target.ts'
import { NETWORK_POLICY } from './network-policy.ts'
import { NFT } from './nft.ts'
import { NGINX } from './nginx.ts'
import { NGINX_GATEWAY_FABRIC } from './nginx-gateway-fabric.ts'
import { NGINX_GEO } from './nginx-geo.ts'
import { TERRAFORM } from './terraform.ts'

/** What `ranges show --as` can write. */
export const LIST_TARGETS: readonly ListTarget[] = [
  NGINX,
  NGINX_GEO,
  NGINX_GATEWAY_FABRIC,
  HAPROXY,
  HAPROXY_MAP,
  ENVOY,
  IPSET,
  NFT,
  TERRAFORM,
  NETWORK_POLICY,
]
