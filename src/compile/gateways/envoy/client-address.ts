import type { Note } from '../../compiled.ts'
import type { Entrance } from '../../entrance.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { splitCidr } from './cidr-range.ts'

const HEADERS_PAGE =
  'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-for'
const XFF_PAGE =
  'https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/http/original_ip_detection/xff/v3/xff.proto'

/** What the connection manager takes for the nearest address, which is in logs beside the verified one. */
export type ClientAddress = {
  readonly fields: { readonly [member: string]: Plain }
  /** More names that no client may write, for what this choice leaves unguarded. */
  readonly removed: readonly Plain[]
  readonly notes: readonly Note[]
}

/**
 * By ranges where those who append to X-Forwarded-For are known, else by how many they are.
 *
 * Neither is proof, for anyone may rent the same CDN; nothing that is compiled here decides by this address.
 */
export function clientAddress({ forwarders, forwardedHops, peer, senders }: Entrance): ClientAddress {
  // Behind a load balancer that tells nobody's address, its own has to be passed over.
  const trusted = peer === 'load-balancer' ? [...forwarders, ...senders] : forwarders
  const listed = [...new Set(trusted)]
  return listed.length > 0 && peer !== 'gateway' ? byRanges(listed) : byHops(forwardedHops)
}

function byRanges(ranges: readonly string[]): ClientAddress {
  const xff = {
    '@type': 'type.googleapis.com/envoy.extensions.http.original_ip_detection.xff.v3.XffConfig',
    xff_trusted_cidrs: because(
      `From the right, the first entry outside these is the client, if the peer is in them. Where all entries are inside it is the leftmost one, and where the rightmost is no address it is the peer: so this is for logs, and never a proof. ${XFF_PAGE}`,
      { cidrs: ranges.map(splitCidr) },
    ),
    skip_xff_append: because('Unset is true: the application would not see who connected.', false),
  }
  return {
    fields: {
      use_remote_address: because(
        'Refused beside original_ip_detection_extensions. It also keeps Envoy from removing x-envoy-* of clients, which is done early instead.',
        false,
      ),
      original_ip_detection_extensions: [{ name: 'envoy.http.original_ip_detection.xff', typed_config: xff }],
    },
    removed: [{ remove_on_match: { key_matcher: { prefix: 'x-envoy-' } } }],
    notes: [],
  }
}

function byHops(hops: number): ClientAddress {
  const warning: Note = {
    kind: 'warning',
    text: `Envoy takes entry ${hops} of X-Forwarded-For from the right for the nearest address, whoever wrote it: the ranges of the edge are not known. Close the gateway to everyone else, and decide by the verified address alone.`,
    source: HEADERS_PAGE,
  }
  return {
    fields: {
      use_remote_address: true,
      xff_num_trusted_hops: because(
        `With use_remote_address the client is the entry with this number from the right; with fewer entries it is the peer. ${HEADERS_PAGE}`,
        hops,
      ),
    },
    removed: [],
    notes: [warning],
  }
}
