/** What of a compiled configuration tests read or change, as it is in the files. Members that may be missing are said to be. */
export type Cidr = { readonly address_prefix: string; readonly prefix_len: number }

type Named = { readonly name: string }

export type HttpFilter = Named & {
  readonly typed_config: {
    readonly rules: unknown
    readonly providers: {
      readonly ipseal: { readonly local_jwks: { readonly inline_string: string }; readonly from_headers: unknown }
    }
    token_bucket: object
    readonly descriptors: [{ token_bucket: object }]
  }
}

type Route = {
  readonly match: object
  readonly route: object
  readonly typed_per_filter_config: Readonly<Record<string, object>>
}

export type Manager = {
  readonly use_remote_address: boolean
  readonly original_ip_detection_extensions: readonly [
    { readonly typed_config: { readonly xff_trusted_cidrs: { readonly cidrs: readonly Cidr[] } } },
  ]
  readonly early_header_mutation_extensions: readonly [
    { readonly typed_config: { readonly mutations: readonly object[] } },
  ]
  /** Not where TLS is handed on. */
  readonly http_filters?: readonly HttpFilter[]
  readonly access_log: readonly [{ typed_config: { readonly log_format: object; readonly [member: string]: unknown } }]
  readonly route_config: {
    readonly request_headers_to_remove?: readonly string[]
    readonly virtual_hosts: readonly [{ readonly routes: [Route, ...Route[]] }]
  }
  delayed_close_timeout?: string
}

export type Listener = {
  name: string
  readonly address: { readonly socket_address: object }
  readonly listener_filters: readonly [
    Named & { readonly typed_config: object & { readonly disallowed_versions: unknown } },
  ]
  readonly filter_chains: readonly [
    {
      readonly filter_chain_match: {
        readonly direct_source_prefix_ranges: readonly Cidr[]
        readonly server_names: readonly string[]
      }
      transport_socket?: Named
      readonly filters: readonly [Named & { readonly typed_config: Manager }]
    },
  ]
}

type Cluster = Named & {
  readonly transport_socket: { readonly typed_config: { readonly config: object } }
  readonly load_assignment: {
    readonly endpoints: readonly [
      { readonly lb_endpoints: readonly [{ readonly endpoint: { readonly address: { socket_address: object } } }] },
    ]
  }
}

export type Bootstrap = {
  readonly static_resources: { readonly clusters: readonly [Cluster, ...Cluster[]] }
  layered_runtime?: object
}

export type Policy = {
  readonly spec: {
    readonly ingress: readonly [
      { readonly from: readonly { readonly ipBlock: { readonly cidr: string } }[]; readonly ports: unknown },
    ]
  }
}

export function writeCidr({ address_prefix, prefix_len }: Cidr): string {
  return `${address_prefix}/${prefix_len}`
}
