import { type Lines, remark } from './lines.ts'
import { CLIENT, CONNECTION, UPGRADE } from './names.ts'

/**
 * The whole set for a server block: every location that proxies inherits it, those that somebody adds too, unless they
 * have a `proxy_set_header` of their own (ngx_http_proxy_module).
 */
export function verifiedHeaders(): Lines {
  return [
    ...forwardedAsAsked(),
    ...remark('Empty, and so not sent, without a verified client.'),
    `proxy_set_header X-Client-IP ${CLIENT};`,
    ...remark('Whoever reads an assertion can send it until it ends.'),
    'proxy_set_header X-Client-IP-Assertion "";',
    ...remark(
      'The verified address instead of a chain whose left end the client wrote: for applications that read these.',
    ),
    `proxy_set_header X-Forwarded-For ${CLIENT};`,
    `proxy_set_header X-Real-IP ${CLIENT};`,
    'proxy_set_header Forwarded "";',
  ]
}

/** The whole set of a gateway behind which somebody else verifies: the assertion goes on, X-Client-IP does not. */
export function unverifiedHeaders(): Lines {
  return [
    ...forwardedAsAsked(),
    ...remark('Nobody has verified a client here.'),
    'proxy_set_header X-Client-IP "";',
    'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  ]
}

function forwardedAsAsked(): Lines {
  return [
    ...remark('A location with a proxy_set_header of its own inherits none of these: repeat all of them there.'),
    'proxy_http_version 1.1;',
    'proxy_set_header Host $http_host;',
    `proxy_set_header Upgrade ${UPGRADE};`,
    `proxy_set_header Connection ${CONNECTION};`,
    'proxy_set_header X-Forwarded-Proto $scheme;',
    'proxy_set_header X-Forwarded-Host $http_host;',
  ]
}
