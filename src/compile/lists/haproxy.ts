import { commentLines, joinLines } from './comment-lines.ts'
import type { ListTarget } from './list-target.ts'

/** Files of patterns and of maps: https://docs.haproxy.org/3.2/configuration.html#7.1 */
export const HAPROXY: ListTarget = {
  name: 'haproxy',
  write: ({ prefixes }, head) =>
    joinLines(commentLines([...head, '', 'Use: acl from_edge src -f <this file>']), prefixes),
}

export const HAPROXY_MAP: ListTarget = {
  name: 'haproxy-map',
  write: ({ provider, prefixes }, head) =>
    joinLines(
      commentLines([...head, '', 'Use: http-request set-var(txn.peer_list) src,map_ip(<this file>,none)']),
      prefixes.map((prefix) => `${prefix} ${provider}`),
    ),
}
