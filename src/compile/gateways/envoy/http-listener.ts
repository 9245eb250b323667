import { ASSERTION_HEADER } from '../../../headers/own-names.ts'
import type { Topology } from '../../../topology/topology.ts'
import { claimConditions, headerConditions, jwtMetadata } from '../../envoy/claim-conditions.ts'
import { earlyHeaderMutation } from '../../envoy/early-header-mutation.ts'
import { ASSERTION_LINE, lineConditions } from '../../envoy/line-conditions.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { accessLog } from './access-log.ts'
import type { ClientAddress } from './client-address.ts'
import { APPLICATION, VERIFIER } from './clusters.ts'
import { extAuthzFilter } from './ext-authz.ts'
import { exactRoute, HEADER_NAME, jwtAuthnFilter, PAYLOAD_NAME } from './jwt-authn.ts'
import { localRateLimit } from './local-rate-limit.ts'
import { NO_RBAC, rbacFilter } from './rbac.ts'

const CONDITIONS = 'ipseal'
const EDGE_PAGE = 'https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge'

/** The network filter that reads HTTP, verifies or asks, and hands on what is verified. */
export function httpConnectionManager(input: GatewayInput, address: ClientAddress): Plain {
  const { topology, hop } = input
  return {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
      stat_prefix: 'web',
      ...address.fields,
      early_header_mutation_extensions: [earlyHeaderMutation(address.removed)],
      ...protocolFields(),
      http_filters: [
        ...verifyingFilters(input),
        ...(hop.verifies === 'none' ? [] : [localRateLimit()]),
        filter('envoy.filters.http.router', 'envoy.extensions.filters.http.router.v3.Router'),
      ],
      access_log: [accessLog()],
      route_config: routes(topology, hop.verifies),
    },
  }
}

function protocolFields(): { readonly [member: string]: Plain } {
  return {
    upgrade_configs: because(
      'Envoy lets no upgrade through that is not listed. h2c would let a client speak to the application past every line here.',
      [{ upgrade_type: 'websocket' }],
    ),
    normalize_path: because(
      'The application sees the path that was verified and matched. Normalising would make /x/../healthz an exempt route, and bound tokens fit other spellings.',
      false,
    ),
    merge_slashes: false,
    common_http_protocol_options: {
      headers_with_underscores_action: because(
        'CGI, WSGI and PHP read them as hyphens, so that X_Forwarded_For would be another X-Forwarded-For. The default hands them on; REJECT_REQUEST would refuse clients that send one for other reasons.',
        'DROP_HEADER',
      ),
      idle_timeout: '3600s',
    },
    stream_idle_timeout: because(`Against clients that stall. ${EDGE_PAGE}`, '300s'),
    request_headers_timeout: '10s',
  }
}

/**
 * `jwt_authn` first: who has no token is told 401. The line stays on the request for the conditions behind it, and every
 * route removes it at the end.
 */
function verifyingFilters({ topology, jwks, hop }: GatewayInput): readonly Plain[] {
  const { assertion, exempt } = topology
  if (hop.verifies === 'none') return []
  if (hop.verifies === 'forward-auth') return [extAuthzFilter(VERIFIER)]
  const [payload, header] = [jwtMetadata(PAYLOAD_NAME), jwtMetadata(HEADER_NAME)]
  return [
    jwtAuthnFilter({ assertion, jwks }, exempt),
    rbacFilter({
      name: CONDITIONS,
      conditions: [...lineConditions(assertion), ...headerConditions(header), ...claimConditions(payload, assertion)],
      reason:
        'What jwt_authn does not check. Of two different tokens that both verify it would export both. In its parsed form, as Envoy 1.40 refuses the text; here is the text:',
      shortened: { line: ASSERTION_LINE, header, payload },
    }),
  ]
}

function routes({ hosts, exempt, hops }: Topology, verifies: GatewayInput['hop']['verifies']): Plain {
  const next = hops.at(-1)
  const isKept = verifies === 'none' || (next?.kind === 'app' && next.verifies)
  const open = verifies === 'native' ? exempt : []
  return {
    name: 'web',
    ignore_port_in_host_matching: true,
    request_headers_to_remove: isKept
      ? undefined
      : because('Behind the filters, which have read it. Whoever reads an assertion can send it until it ends.', [
          ASSERTION_HEADER,
        ]),
    virtual_hosts: [
      {
        name: 'app',
        domains: hosts,
        routes: [
          ...open.map((one) => ({
            match: because(
              'Exempt: exactly this method and path. It shows no client, even with a token.',
              exactRoute(one),
            ),
            route: { cluster: APPLICATION },
            typed_per_filter_config: { [`envoy.filters.http.rbac.${CONDITIONS}`]: NO_RBAC },
          })),
          { match: { prefix: '/' }, route: { cluster: APPLICATION } },
        ],
      },
    ],
  }
}

function filter(name: string, type: string): Plain {
  return { name, typed_config: { '@type': `type.googleapis.com/${type}` } }
}
