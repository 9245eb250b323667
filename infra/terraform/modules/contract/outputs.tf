output "contract" {
  description = "Everything that the other modules share, for their variable of the same name."
  value = {
    name        = var.name
    environment = var.environment
    # "shop-prod": resource names begin with it; at most 31 characters with the hyphen.
    prefix    = "${var.name}-${var.environment}"
    namespace = var.namespace
    exposure  = var.exposure
    tls       = var.tls
    hosts     = var.hosts
    origin = var.origin_url == null ? null : {
      domain = split(":", trimprefix(var.origin_url, "https://"))[0]
      port   = try(tonumber(split(":", trimprefix(var.origin_url, "https://"))[1]), 443)
    }
    edge = {
      providers           = var.edge_providers
      managed_prefix_list = var.edge_managed_prefix_list
      prefixes_ipv4       = var.edge_prefixes_ipv4
      prefixes_ipv6       = var.edge_prefixes_ipv6
    }
    load_balancer          = var.load_balancer
    load_balancer_prefixes = var.load_balancer_prefixes
    assertion = {
      header      = var.assertion_header
      prefix      = var.assertion_prefix
      issuer      = var.issuer
      audience    = var.audience
      bind        = var.assertion_bind
      ttl_seconds = var.assertion_ttl_seconds
      # A CloudFront Function has no asymmetric keys.
      algorithm = var.signer == "cloudfront-function" ? "HS256" : "ES256"
    }
    client_ip_header = var.client_ip_header
    jwks_json        = var.jwks_json
    exempt_routes    = var.exempt_routes
    signer           = var.signer
    signer_event     = var.signer_event
    # What a viewer-request function writes reaches the origin only by the origin request policy; at origin-request the
    # function runs after it.
    header_in_origin_request_policy = local.is_cloudfront && var.signer_event == "viewer-request"
    origin_locks                    = var.origin_locks
    # settings, jwks, keys/<kid> and secrets/<name> are below it.
    key_path = "/ipseal/${var.environment}"
    tags     = { "ipseal:path" = var.name, "ipseal:environment" = var.environment }
  }
}
