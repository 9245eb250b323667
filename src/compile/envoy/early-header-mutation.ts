import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../headers/own-names.ts'
import { because, type Plain } from '../yaml/because.ts'

/** Any byte that may stand in a name and that an application may read as `-`. */
const JOINT = '[^a-z0-9]'
const OTHER_JOINT = '[^a-z0-9-]'

/**
 * Full matches, in lower case, of every spelling of our output, and of every one of the assertion but its own: RE2 has
 * no lookahead, so that the last are one pattern for each joint that is not `-`.
 */
export const REMOVED_NAMES: readonly string[] = [
  CLIENT_IP_HEADER.replaceAll('-', JOINT),
  ...aliasesOf(ASSERTION_HEADER),
]

/**
 * Takes the client's own word for who it is away from every request, before anything reads it: on exempt routes, on
 * those whose filters are switched off, and for CORS preflights. `jwt_authn` itself does this on every route from 1.40
 * on, before it only where it demands a token (envoyproxy/envoy pull request 46586). `others` are more matchers of names.
 */
export function earlyHeaderMutation(others: readonly Plain[] = []): Plain {
  const mutations = REMOVED_NAMES.map((regex) => ({ remove_on_match: { key_matcher: { safe_regex: { regex } } } }))
  return {
    name: 'envoy.http.early_header_mutation.header_mutation',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation',
      mutations: because(
        'On every route and before anything reads them: no client says who it is, in any spelling. CGI, WSGI and PHP read x_client_ip and x.client.ip as X-Client-IP.',
        [...mutations, ...others],
      ),
    },
  }
}

function aliasesOf(name: string): readonly string[] {
  const words = name.split('-')
  return words
    .slice(1)
    .map((_, other) => words.reduce((joined, word, at) => `${joined}${at - 1 === other ? OTHER_JOINT : JOINT}${word}`))
}
