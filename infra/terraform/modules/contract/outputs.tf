output "contract" {
  description = "Everything that the other modules share, for their variable of the same name."
  precondition {
    condition     = local.jwks_is_public
    error_message = "jwks_json must hold public keys alone, for it goes into Terraform's state; one of its keys has a private member. Treat that key as leaked: `ipseal keys rotate --revoke`."
  }
  precondition {
    condition     = local.jwks_is_set
    error_message = "jwks_json must be a JSON Web Key Set of ES256 or EdDSA keys, each with kid, alg and use and no other member, as `ipseal keys jwks` prints it. What was given is not shown, for it might be a private key."
  }
  precondition {
    condition     = local.jwks_has_kids_once
    error_message = "jwks_json must have each kid once, for verifiers choose keys by it. What was given is not shown."
  }
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
      algorithm   = local.algorithm
    }
    client_ip_header = var.client_ip_header
    jwks_json        = local.jwks_json
    exempt_routes    = var.exempt_routes
    signer           = var.signer
    signer_event     = var.signer_event
    # What a viewer-request function or a CDN in front writes reaches the origin only by CloudFront's origin request policy; at
    # origin-request the function runs after it.
    header_in_origin_request_policy = local.passes_cloudfront && var.signer_event != "origin-request"
    origin_locks                    = var.origin_locks
    # settings, jwks, keys/<kid> and secrets/<name> are below it.
    key_path = "/ipseal/${var.environment}"
    tags     = { "ipseal:path" = var.name, "ipseal:environment" = var.environment }
  }
}
