import { ALIAS_PATTERN } from '../../own-headers.ts'
import { type Reasoned, why } from './write-section.ts'

/** As {@link ALIAS_PATTERN}, but for the assertion in its own spelling, which a later hop verifies. */
const ALIASES_BUT_ASSERTION =
  '^x([^a-z0-9]client[^a-z0-9]ip|([^a-z0-9-]client[^a-z0-9]ip[^a-z0-9]|-client[^a-z0-9-]ip[^a-z0-9]|-client-ip[^a-z0-9-])assertion)$'

/** What is taken out of every request, before anything is set: on exempt routes and preflights too. */
export function stripLines(assertion: 'removed' | 'kept'): readonly Reasoned[] {
  const names = assertion === 'removed' ? ALIAS_PATTERN : ALIASES_BUT_ASSERTION
  const kept = assertion === 'removed' ? '' : ' The assertion itself goes on to the hop that verifies it.'
  return [
    why(
      `On every route, exempt ones and preflights too: no spelling of ours goes on, as CGI, WSGI and PHP read x_client_ip as the same name.${kept}`,
      `http-request del-header ${names} -m reg`,
    ),
    why(
      'HAProxy hands Connection on, and the next proxy would drop the verified header that it names (RFC 9110 section 7.6.1).',
      'http-request del-header connection if { req.hdr(connection) -m reg -i ^x[^a-z0-9]client[^a-z0-9]ip }',
    ),
    why(
      'No upgrade but to WebSocket: behind h2c a client would speak to the application past HAProxy.',
      'http-request del-header upgrade unless { req.hdr_cnt(upgrade) eq 1 } { req.hdr(upgrade) -m str -i websocket }',
    ),
  ]
}
