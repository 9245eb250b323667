import { commentLines, joinLines } from './comment-lines.ts'
import { identifierOf } from './list-name.ts'
import type { ListTarget } from './list-target.ts'

/** Far below what nginx takes; it keeps lines readable. */
const LONGEST_NAME = 63

/**
 * A variable that is 1 where the peer is in the list: http://nginx.org/en/docs/http/ngx_http_geo_module.html
 *
 * Of `$realip_remote_addr`, as `$remote_addr` is what a header said once the realip module is at work.
 */
export const NGINX_GEO: ListTarget = {
  name: 'nginx-geo',
  write: ({ provider, prefixes }, head) => {
    const name = identifierOf(provider, { target: 'nginx-geo', what: 'a variable', longest: LONGEST_NAME })
    return joinLines(
      commentLines([
        ...head,
        '',
        '$realip_remote_addr is who connected, whatever real_ip_header has made of $remote_addr.',
      ]),
      [`geo $realip_remote_addr $ipseal_peer_${name} {`, '    default 0;'],
      prefixes.map((prefix) => `    ${prefix} 1;`),
      ['}'],
    )
  },
}
