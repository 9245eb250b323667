# For a load balancer that the AWS Load Balancer Controller makes. The first map is what `ipseal compile --target aws-nlb`
# writes for the same path, held to it by a test; keys as in the controller's pkg/annotations/constants.go.
locals {
  gateway_service = coalesce(var.gateway_service, "${var.contract.name}-gateway")
  scheme          = var.contract.exposure == "public" ? "internet-facing" : "internal"
  list_ids        = sort(values(var.ingress_prefix_lists)[*].id)
  # Without a list of its own, the prefixes themselves.
  source_ranges = length(local.list_ids) > 0 || var.contract.exposure == "internal" ? [] : var.contract.edge.prefixes_ipv4

  target_group_attributes = {
    "preserve_client_ip.enabled" = tostring(local.load_balancer.preserve_client_ip && !local.load_balancer.proxy_protocol_v2)
    "proxy_protocol_v2.enabled"  = tostring(local.load_balancer.proxy_protocol_v2)
  }
  load_balancer_attributes = merge(
    {
      "load_balancing.cross_zone.enabled" = tostring(var.cross_zone)
      "deletion_protection.enabled"       = tostring(var.deletion_protection)
    },
    var.access_log_bucket == null ? {} : {
      "access_logs.s3.enabled" = "true"
      "access_logs.s3.bucket"  = var.access_log_bucket
      "access_logs.s3.prefix"  = var.contract.prefix
    },
  )

  annotations = { for key, value in merge(
    {
      aws-load-balancer-type                    = "external"
      aws-load-balancer-nlb-target-type         = local.load_balancer.target_type
      aws-load-balancer-scheme                  = local.scheme
      aws-load-balancer-target-group-attributes = "preserve_client_ip.enabled=${local.target_group_attributes["preserve_client_ip.enabled"]}"
    },
    # "*" is the only value there is, and overrules the attribute.
    local.load_balancer.proxy_protocol_v2 ? { aws-load-balancer-proxy-protocol = "*" } : {},
    local.load_balancer.proxy_protocol_v2 || var.health_check.protocol != null || var.health_check.port != null ? {
      aws-load-balancer-healthcheck-protocol = local.health_protocol
      aws-load-balancer-healthcheck-port     = local.health_port
    } : {},
    length(local.source_ranges) == 0 ? {} : { load-balancer-source-ranges = join(",", local.source_ranges) },
    # Beyond what the compiler says: what Terraform knows and a topology does not.
    length(local.list_ids) == 0 ? {} : { aws-load-balancer-security-group-prefix-lists = join(",", local.list_ids) },
    var.health_check.path == null ? {} : { aws-load-balancer-healthcheck-path = var.health_check.path },
    var.health_check.matcher == null ? {} : { aws-load-balancer-healthcheck-success-codes = var.health_check.matcher },
    {
      aws-load-balancer-healthcheck-interval                     = tostring(var.health_check.interval_seconds)
      aws-load-balancer-healthcheck-timeout                      = tostring(var.health_check.timeout_seconds)
      aws-load-balancer-healthcheck-healthy-threshold            = tostring(var.health_check.healthy_threshold)
      aws-load-balancer-healthcheck-unhealthy-threshold          = tostring(var.health_check.unhealthy_threshold)
      aws-load-balancer-ip-address-type                          = local.ip_address_type
      aws-load-balancer-attributes                               = join(",", [for name, value in local.load_balancer_attributes : "${name}=${value}"])
      aws-load-balancer-inbound-sg-rules-on-private-link-traffic = "on"
    },
  ) : "service.beta.kubernetes.io/${key}" => value }

  metadata = merge({ name = "${var.contract.name}-nlb" }, var.contract.namespace == null ? {} : { namespace = var.contract.namespace })

  target_group_configuration = {
    apiVersion = "gateway.k8s.aws/v1"
    kind       = "TargetGroupConfiguration"
    metadata   = local.metadata
    spec = {
      targetReference = { kind = "Service", name = local.gateway_service }
      defaultConfiguration = {
        targetType = local.load_balancer.target_type
        healthCheckConfig = merge(
          {
            healthCheckProtocol     = local.health_protocol
            healthCheckPort         = local.health_port
            healthCheckInterval     = var.health_check.interval_seconds
            healthCheckTimeout      = var.health_check.timeout_seconds
            healthyThresholdCount   = var.health_check.healthy_threshold
            unhealthyThresholdCount = var.health_check.unhealthy_threshold
          },
          var.health_check.path == null ? {} : { healthCheckPath = var.health_check.path },
          var.health_check.matcher == null ? {} : { matcher = { httpCode = var.health_check.matcher } },
        )
        targetGroupAttributes = [for key, value in local.target_group_attributes : { key = key, value = value }]
      }
    }
  }

  load_balancer_configuration = {
    apiVersion = "gateway.k8s.aws/v1"
    kind       = "LoadBalancerConfiguration"
    metadata   = local.metadata
    spec = merge(
      {
        scheme                                               = local.scheme
        ipAddressType                                        = local.ip_address_type
        loadBalancerAttributes                               = [for key, value in local.load_balancer_attributes : { key = key, value = value }]
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic = "on"
      },
      length(local.source_ranges) == 0 ? {} : { sourceRanges = local.source_ranges },
      length(local.list_ids) == 0 ? {} : { securityGroupPrefixes = local.list_ids },
    )
  }
}
