import { commentLines, joinLines } from './comment-lines.ts'
import type { ListTarget } from './list-target.ts'

/** Files of patterns and of maps: https://docs.haproxy.org/3.2/configuration.html#7.1 */
export const HAPROXY: ListTarget = {
  name: 'haproxy',
  title: 'a file of patterns: acl from_edge src -f FILE',
  write: ({ prefixes }, head) =>
    joinLines(commentLines([...head, '', 'Use: acl from_edge src -f <this file>']), prefixes),
}

export const HAPROXY_MAP: ListTarget = {
  name: 'haproxy-map',
  title: 'a map from prefix to the name of the list: src,map_ip(FILE)',
  write: ({ provider, prefixes }, head) =>
    joinLines(
      commentLines([...head, '', 'Use: http-request set-var(txn.peer_list) src,map_ip(<this file>,none)']),
      prefixes.map((prefix) => `${prefix} ${provider}`),
    ),
}
