module "contract" {
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
  edge_prefixes_ipv4       = var.cloudflare_prefixes_ipv4 != null ? var.cloudflare_prefixes_ipv4 : var.edge_prefixes_ipv4
  edge_prefixes_ipv6       = var.cloudflare_prefixes_ipv6 != null ? var.cloudflare_prefixes_ipv6 : var.edge_prefixes_ipv6
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
  origin_locks = concat(["prefix-list"], var.client_certificate_id == null ? [] : ["authenticated-origin-pulls"])
}

# Cloudflare's list, fetched every hour and held to rules; an alarm if it changes in a way that nobody should believe. From
# the store it gets here by `ipseal ranges show`, so that no change of who may connect is without a plan that somebody read.
module "range_refresh" {
  source   = "../../modules/range-refresh"
  contract = module.contract.contract

  package               = var.packages.refresh_ranges
  signing_key_reference = var.ranges_signing_key_reference
  alarm_topic_arns      = var.alarm_topic_arns
}

module "origin_lockdown" {
  source   = "../../modules/origin-lockdown"
  contract = module.contract.contract
}

module "nlb_origin" {
  source   = "../../modules/nlb-origin"
  contract = module.contract.contract

  vpc_id     = var.vpc_id
  subnet_ids = var.subnet_ids
  owner      = "terraform"
  # Envoy Gateway serves the listener 443 of the Gateway on port 10443 of its pods.
  listeners            = [{ port = 443, target_port = 10443 }]
  deletion_protection  = var.deletion_protection
  ingress_prefix_lists = module.origin_lockdown.ingress_prefix_lists
}

module "cloudflare_edge" {
  source   = "../../modules/cloudflare-edge"
  contract = module.contract.contract

  account_id    = var.cloudflare_account_id
  zone_id       = var.zone_id
  zone_name     = var.zone_name
  settings_json = file(var.settings_file)
  firewall      = { manage = var.manage_custom_rules }
  dns           = { hosts = true, existing = var.existing_records, origin = { target = module.nlb_origin.dns_name } }

  authenticated_origin_pulls = var.client_certificate_id == null ? null : { certificate_id = var.client_certificate_id }
}
