import { CLIENT_IP_HEADER } from '../../../headers/own-names.ts'
import { because, type Plain } from '../../yaml/because.ts'

const PAGE =
  'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter#using-dynamic-descriptors'

/** Of one client on one gateway, in requests: what a person with many tabs does not reach. */
const PER_SECOND = 100
const BURST = 200
/** Clients whose buckets are kept at a time; who comes back after more others begins with a full one. */
const CLIENTS = 10_000
/** Of those without an address, on exempt routes: a bound for all of them together. */
const EXEMPT_PER_SECOND = 10_000

/** Bounds what one client may ask by its verified address. It stands behind what writes X-Client-IP. */
export function localRateLimit(): Plain {
  return {
    name: 'envoy.filters.http.local_ratelimit',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
      stat_prefix: 'client',
      token_bucket: because(
        'For requests without a client, which only exempt routes have.',
        bucket(EXEMPT_PER_SECOND, EXEMPT_PER_SECOND),
      ),
      always_consume_default_token_bucket: false,
      rate_limits: because('The key is the verified address, which no client can choose.', [
        { actions: [{ request_headers: { header_name: CLIENT_IP_HEADER, descriptor_key: 'client' } }] },
      ]),
      descriptors: because(
        `An entry without a value is one bucket for each value (${PAGE}). Your numbers; each Envoy counts for itself. An IPv6 client has many addresses: limit by /64 in the application or in a rate limit service.`,
        [{ entries: [{ key: 'client' }], token_bucket: bucket(BURST, PER_SECOND) }],
      ),
      max_dynamic_descriptors: because('20 is the default, and 20 clients are few.', CLIENTS),
      filter_enabled: always('local_rate_limit_enabled'),
      filter_enforced: because('0 % counts and refuses nobody, for a first look.', always('local_rate_limit_enforced')),
    },
  }
}

function bucket(most: number, perSecond: number): Plain {
  return { max_tokens: most, tokens_per_fill: perSecond, fill_interval: '1s' }
}

function always(runtimeKey: string): Plain {
  return { runtime_key: runtimeKey, default_value: { numerator: 100, denominator: 'HUNDRED' } }
}
