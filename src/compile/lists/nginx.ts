import { commentLines, joinLines } from './comment-lines.ts'
import type { ListTarget } from './list-target.ts'

/** For the realip module: http://nginx.org/en/docs/http/ngx_http_realip_module.html */
export const NGINX: ListTarget = {
  name: 'nginx',
  write: ({ prefixes }, head) =>
    joinLines(
      commentLines([
        ...head,
        '',
        'Which header is believed from them is yours to say beside this include: real_ip_header, one that they write anew,',
        'such as CF-Connecting-IP; or X-Forwarded-For with real_ip_recursive on, or its last entry is the client.',
      ]),
      prefixes.map((prefix) => `set_real_ip_from ${prefix};`),
    ),
}
