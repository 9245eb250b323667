import { MOST_ADDRESSES } from '../gateways/nginx/nginx-gateway-fabric/rewrite-client-ip.ts'
import { compact } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import type { ListTarget } from './list-target.ts'

/** A patch for the NginxProxy: of an object of yours it sets this one list, and the mode stays as it is. */
export const NGINX_GATEWAY_FABRIC: ListTarget = {
  name: 'nginx-gateway-fabric',
  limit: {
    most: MOST_ADDRESSES,
    because: 'the CRD takes no more trustedAddresses',
    nextStep: 'Put a load balancer that sends PROXY protocol in front, of which only its own ranges are trusted',
  },
  write: ({ prefixes }, head) => {
    const own = [
      'Use: kubectl patch nginxproxy <name> --type merge --patch-file <this file>',
      'The mode (ProxyProtocol or XForwardedFor) and setIPRecursively are yours, in the object itself.',
    ]
    const trustedAddresses = prefixes.map((value) => compact({ type: 'CIDR', value }))
    return writeYaml([
      { head: [...head, '', ...own].join('\n'), value: { spec: { rewriteClientIP: { trustedAddresses } } } },
    ])
  },
}
