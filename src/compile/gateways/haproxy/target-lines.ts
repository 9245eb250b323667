import { type Reasoned, why } from './write-section.ts'

/** What a target may begin with: a path, the `*` of OPTIONS, or a scheme of ours with an authority that is a host alone. */
const TARGET = '^(/|[*]$|https?://[][a-z0-9_.:-]+(/|$))'

/**
 * Refuses a target whose path HAProxy would read elsewhere than the application does; before anything reads `path`.
 *
 * The target goes on as it came. In one of `http://a?@app.example.com/health` HAProxy sees the path `/health`, and the
 * application, for which the authority ends at `?` (RFC 3986 section 3.2), none.
 */
export function targetLines(): Reasoned {
  return why(
    'To HAProxy all in front of the first / is the authority of an absolute target, ? and @ too: http://a?@app.example.com/health would be the route /health here, and / to the application, which gets it unchanged. HTTP/2 says the same by :scheme and :authority.',
    `http-request deny deny_status 400 unless { url -m reg -i '${TARGET}' }`,
  )
}
