# Two edges that clients reach side by side, by DNS, with one origin behind both. What they share is said once, and each
# has a contract of its own: its ranges, and what seals. To verifiers they are one issuer with one key set, in which each has a
# key of its own, so that neither edge's key has to be anywhere near the other.
module "contract_cloudfront" {
  source = "../../modules/contract"

  name                     = var.name
  environment              = var.environment
  namespace                = var.namespace
  exposure                 = var.exposure
  tls                      = var.tls
  hosts                    = var.hosts
  origin_url               = var.origin_url
  edge_providers           = var.edge_providers
  edge_managed_prefix_list = var.edge_managed_prefix_list
  edge_prefixes_ipv4       = var.edge_prefixes_ipv4
  edge_prefixes_ipv6       = var.edge_prefixes_ipv6
  load_balancer            = var.load_balancer
  load_balancer_prefixes   = var.load_balancer_prefixes
  assertion_header         = var.assertion_header
  client_ip_header         = var.client_ip_header
  issuer                   = var.issuer
  audience                 = var.audience
  assertion_bind           = var.assertion_bind
  assertion_prefix         = var.assertion_prefix
  assertion_ttl_seconds    = var.assertion_ttl_seconds
  jwks_json                = var.jwks_json
  exempt_routes            = var.exempt_routes

  signer       = "lambda-edge"
  signer_event = "origin-request"
  origin_locks = ["prefix-list"]
}

module "contract_cloudflare" {
  source = "../../modules/contract"

  name                     = var.name
  environment              = var.environment
  namespace                = var.namespace
  exposure                 = var.exposure
  tls                      = var.tls
  hosts                    = var.hosts
  origin_url               = var.origin_url
  edge_providers           = ["cloudflare"]
  edge_managed_prefix_list = null
  edge_prefixes_ipv4       = var.cloudflare_prefixes_ipv4
  edge_prefixes_ipv6       = var.cloudflare_prefixes_ipv6
  load_balancer            = var.load_balancer
  load_balancer_prefixes   = var.load_balancer_prefixes
  assertion_header         = var.assertion_header
  client_ip_header         = var.client_ip_header
  issuer                   = var.issuer
  audience                 = var.audience
  assertion_bind           = var.assertion_bind
  assertion_prefix         = var.assertion_prefix
  assertion_ttl_seconds    = var.assertion_ttl_seconds
  jwks_json                = var.jwks_json
  exempt_routes            = var.exempt_routes

  signer       = "cloudflare-worker"
  origin_locks = ["prefix-list"]
}
