/** The annotations that one controller reads, and where they were read off. */
export type KnownAnnotations = { readonly source: string; readonly keys: readonly string[] }

/** Of Kubernetes itself (k8s.io/api, core/v1, AnnotationLoadBalancerSourceRangesKey). */
const SOURCE_RANGES = ['service.beta.kubernetes.io/load-balancer-source-ranges']

/**
 * Every annotation that the controllers of load balancers know, from their own sources.
 *
 * A controller ignores any other without a word, so that a mistyped one is found by this table or by nobody. Keys that
 * take a port at their end (`….target-group-attributes.80`) are here without it.
 */
export const LOAD_BALANCER_ANNOTATIONS: Readonly<Record<string, KnownAnnotations>> = {
  'aws-nlb': {
    source: 'kubernetes-sigs/aws-load-balancer-controller, pkg/annotations/constants.go, 2026-08-17',
    keys: keysUnder(
      'service.beta.kubernetes.io/',
      `
      load-balancer-source-ranges aws-load-balancer-type aws-load-balancer-nlb-target-type
      aws-load-balancer-name aws-load-balancer-scheme aws-load-balancer-internal
      aws-load-balancer-proxy-protocol aws-load-balancer-proxy-protocol-per-target-group
      aws-load-balancer-ip-address-type aws-load-balancer-access-log-enabled
      aws-load-balancer-access-log-s3-bucket-name aws-load-balancer-access-log-s3-bucket-prefix
      aws-load-balancer-cross-zone-load-balancing-enabled aws-load-balancer-ssl-cert aws-load-balancer-ssl-ports
      aws-load-balancer-ssl-negotiation-policy aws-load-balancer-backend-protocol
      aws-load-balancer-additional-resource-tags aws-load-balancer-healthcheck-healthy-threshold
      aws-load-balancer-healthcheck-unhealthy-threshold aws-load-balancer-healthcheck-timeout
      aws-load-balancer-healthcheck-interval aws-load-balancer-healthcheck-protocol
      aws-load-balancer-healthcheck-port aws-load-balancer-healthcheck-path
      aws-load-balancer-healthcheck-success-codes aws-load-balancer-target-group-attributes
      aws-load-balancer-subnets aws-load-balancer-eip-allocations aws-load-balancer-private-ipv4-addresses
      aws-load-balancer-ipv6-addresses aws-load-balancer-alpn-policy aws-load-balancer-target-node-labels
      aws-load-balancer-attributes aws-load-balancer-security-groups
      aws-load-balancer-manage-backend-security-group-rules
      aws-load-balancer-inbound-sg-rules-on-private-link-traffic aws-load-balancer-security-group-prefix-lists
      aws-load-balancer-multi-cluster-target-group aws-load-balancer-enable-prefix-for-ipv6-source-nat
      aws-load-balancer-source-nat-ipv6-prefixes aws-load-balancer-minimum-load-balancer-capacity
      aws-load-balancer-enable-icmp-for-path-mtu-discovery aws-load-balancer-enable-tcp-udp-listener
      aws-load-balancer-disable-nlb-sg aws-load-balancer-quic-enabled-ports
    `,
    ),
  },
  'aws-alb': {
    source: 'kubernetes-sigs/aws-load-balancer-controller, pkg/annotations/constants.go, 2026-08-17',
    keys: keysUnder(
      'alb.ingress.kubernetes.io/',
      `
      load-balancer-name group.name group.order tags ip-address-type scheme subnets customer-owned-ipv4-pool
      load-balancer-attributes wafv2-acl-arn wafv2-acl-name waf-acl-id web-acl-id shield-advanced-protection
      security-groups listen-ports ssl-redirect inbound-cidrs certificate-arn ssl-policy target-type
      backend-protocol backend-protocol-version target-group-attributes healthcheck-port healthcheck-protocol
      healthcheck-path healthcheck-interval-seconds healthcheck-timeout-seconds healthy-threshold-count
      unhealthy-threshold-count success-codes auth-type auth-idp-cognito auth-idp-oidc
      auth-on-unauthenticated-request auth-scope auth-session-cookie auth-session-timeout jwt-validation
      target-node-labels manage-backend-security-group-rules mutual-authentication security-group-prefix-lists
      minimum-load-balancer-capacity ipam-ipv4-pool-id enable-frontend-nlb frontend-nlb-scheme
      frontend-nlb-subnets frontend-nlb-security-groups frontend-nlb-listener-port-mapping
      frontend-nlb-eip-allocations frontend-nlb-healthcheck-port frontend-nlb-healthcheck-protocol
      frontend-nlb-healthcheck-path frontend-nlb-healthcheck-interval-seconds
      frontend-nlb-healthcheck-timeout-seconds frontend-nlb-healthcheck-healthy-threshold-count
      frontend-nlb-healthcheck-unhealthy-threshold-count frontend-nlb-healthcheck-success-codes
      frontend-nlb-attributes frontend-nlb-tags use-regex-path-match target-control-port create-acm-cert
      acm-pca-arn dry-run-plan
    `,
    ),
  },
  octavia: {
    source: 'kubernetes/cloud-provider-openstack, pkg/openstack/loadbalancer.go, 2026-07-15',
    keys: keysUnder(
      'loadbalancer.openstack.org/',
      `
      node-selector connection-limit floating-network-id floating-subnet floating-subnet-id floating-subnet-tags
      class keep-floatingip port-id lb-method proxy-protocol subnet-id network-id member-subnet-id
      timeout-client-data timeout-member-connect timeout-member-data timeout-tcp-inspect x-forwarded-for
      flavor-id availability-zone enable-health-monitor health-monitor-delay health-monitor-timeout
      health-monitor-max-retries health-monitor-max-retries-down hostname load-balancer-address
      default-tls-container-ref load-balancer-id
    `,
    ).concat('service.beta.kubernetes.io/openstack-internal-load-balancer', SOURCE_RANGES),
  },
  'ibm-vpc': {
    source: 'openshift/cloud-provider-vpc-controller, pkg/vpcctl/vpc_config.go, 2025-09-22',
    keys: keysUnder(
      'service.kubernetes.io/ibm-load-balancer-cloud-provider-',
      `
      enable-features ip-type vpc-member-quota vpc-node-selector vpc-subnets zone
    `,
    ),
  },
  gke: {
    source: 'kubernetes/cloud-provider-gcp, providers/gce/gce_annotations.go, 2026-08-19',
    keys: [
      ...keysUnder(
        'networking.gke.io/',
        'load-balancer-type internal-load-balancer-allow-global-access internal-load-balancer-subnet',
      ),
      ...keysUnder('cloud.google.com/', 'load-balancer-type load-balancer-backend-share network-tier l4-rbs'),
      ...SOURCE_RANGES,
    ],
  },
  aks: {
    source: 'kubernetes-sigs/cloud-provider-azure, pkg/consts/consts.go, 2026-08-19',
    keys: keysUnder(
      'service.beta.kubernetes.io/azure-',
      `
      load-balancer-internal load-balancer-internal-subnet load-balancer-mode dns-label-name
      load-balancer-resource-group pip-ip-tags allowed-service-tags allowed-ip-ranges
      deny-all-except-load-balancer-source-ranges load-balancer-tcp-idle-timeout
      load-balancer-enable-high-availability-ports load-balancer-health-probe-protocol
      load-balancer-health-probe-interval load-balancer-health-probe-num-of-probe
      load-balancer-health-probe-request-path pip-tags disable-load-balancer-floating-ip
      disable-load-balancer-nsg-rule additional-public-ips load-balancer-configurations
      load-balancer-disable-tcp-reset pls-create pls-resource-group pls-name pls-ip-configuration-subnet
      pls-ip-configuration-ip-address-count pls-ip-configuration-ip-address pls-fqdns pls-proxy-protocol
      pls-visibility pls-auto-approval
    `,
    ).concat(SOURCE_RANGES),
  },
  digitalocean: {
    source:
      'digitalocean/digitalocean-cloud-controller-manager, cloud-controller-manager/do/lb_annotations.go, 2026-08-19',
    keys: keysUnder(
      'service.beta.kubernetes.io/do-loadbalancer-',
      `
      name protocol healthcheck-path healthcheck-port healthcheck-protocol override-health-check
      healthcheck-check-interval-seconds healthcheck-response-timeout-seconds healthcheck-unhealthy-threshold
      healthcheck-healthy-threshold http-ports tls-ports http2-ports http3-port tls-passthrough certificate-id
      certificate-name hostname algorithm size-slug size-unit sticky-sessions-type sticky-sessions-cookie-name
      sticky-sessions-cookie-ttl redirect-http-to-https disable-lets-encrypt-dns-records enable-proxy-protocol
      enable-backend-keepalive http-idle-timeout-seconds deny-rules allow-rules type network network-stack ip
      subnet-uuid
    `,
    ).concat('service.kubernetes.io/do-loadbalancer-disown'),
  },
  hetzner: {
    source: 'hetznercloud/hcloud-cloud-controller-manager, internal/annotation/load_balancer.go, 2026-08-19',
    keys: keysUnder(
      'load-balancer.hetzner.cloud/',
      `
      ipv4 ipv4-rdns ipv6 ipv6-rdns ipv6-disabled name disable-public-network disable-private-ingress
      use-private-ip private-ipv4 private-subnet-ip-range hostname protocol algorithm-type type location
      network-zone node-selector uses-proxyprotocol http-cookie-name http-cookie-lifetime http-timeout-idle
      certificate-type http-certificates http-managed-certificate-name http-managed-certificate-acme-staging
      http-managed-certificate-domains http-redirect-http http-sticky-sessions health-check-protocol
      health-check-port health-check-interval health-check-timeout health-check-retries health-check-http-domain
      health-check-http-path health-check-http-validate-certificate http-status-codes id
    `,
    ),
  },
  scaleway: {
    source: 'scaleway/scaleway-cloud-controller-manager, scaleway/loadbalancers_annotations.go, 2026-08-20',
    keys: keysUnder(
      'service.beta.kubernetes.io/scw-loadbalancer-',
      `
      id forward-port-algorithm sticky-sessions sticky-sessions-cookie-name health-check-type health-check-delay
      health-check-send-proxy health-transient-check-delay health-check-timeout health-check-max-retries
      health-check-http-uri health-check-http-method health-check-http-code health-check-mysql-user
      health-check-pgsql-user send-proxy-v2 proxy-protocol-v1 proxy-protocol-v2 type zone connection-rate-limit
      enable-access-logs enable-http3 ssl-compatibility-level timeout-client timeout-server timeout-connect
      timeout-tunnel timeout-queue on-marked-down-action force-internal-ip use-hostname protocol-http
      http-backend-tls http-backend-tls-skip-verify certificate-ids target-node-labels redispatch-attempt-count
      max-connections max-retries failover-host private externally-managed ip-ids private-ip-ids ip-mode pn-ids
      flexible-ip-types health-check-from-service
    `,
    ),
  },
}

function keysUnder(prefix: string, words: string): readonly string[] {
  return words
    .trim()
    .split(/\s+/)
    .map((word) => `${prefix}${word}`)
}
