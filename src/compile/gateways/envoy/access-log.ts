import { because, type Plain } from '../../yaml/because.ts'

/** A line of JSON for each request: the verified client beside who connected, and why a request was refused. */
export function accessLog(): Plain {
  return {
    name: 'envoy.access_loggers.stdout',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog',
      log_format: {
        json_format: {
          time: '%START_TIME%',
          client_ip: because(
            'The verified address, or null. It is personal data, and Envoy has no means to shorten a header: leave it out, or shorten it where logs are gathered.',
            '%REQ(X-CLIENT-IP)%',
          ),
          nearest: because(
            'By X-Forwarded-For and ranges or hops: no proof.',
            '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
          ),
          connected: because(
            'The socket’s own address, whatever a PROXY header says.',
            '%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%',
          ),
          method: '%REQ(:METHOD)%',
          host: '%REQ(:AUTHORITY)%',
          path: because('Without the query, which holds secrets at times.', '%PATH(NQ)%'),
          status: '%RESPONSE_CODE%',
          details: because(
            'jwt_authn_access_denied{…} says what was wrong with a token; rbac_access_denied… that a condition was not met.',
            '%RESPONSE_CODE_DETAILS%',
          ),
          flags: '%RESPONSE_FLAGS%',
          milliseconds: '%DURATION%',
        },
      },
    },
  }
}
