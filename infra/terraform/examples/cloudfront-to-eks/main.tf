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
  signer_event = var.signer_event
  origin_locks = var.origin_locks
}

# Where Lambda@Edge finds its keys and settings. Keys are written by the rotation, and never by Terraform.
module "signing_keys" {
  source   = "../../modules/signing-keys"
  contract = module.contract.contract

  settings_json       = file(var.settings_file)
  key_administrators  = var.key_administrators
  rotation            = { package = var.packages.rotate_keys }
  deletion_protection = var.deletion_protection
  alarm_topic_arns    = var.alarm_topic_arns
}

# CloudFront's ranges are a list that AWS keeps up to date, so nothing here fetches any: see range-refresh in
# cloudflare-to-eks for a CDN whose list is yours to follow.
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

module "cloudfront_edge" {
  source   = "../../modules/cloudfront-edge"
  contract = module.contract.contract

  certificate_arn = var.certificate_arn
  # The load balancer's own name needs no record of yours. The gateway's certificate is for hosts, which CloudFront asks for
  # and which it checks, as it forwards the Host.
  origin_domain = module.nlb_origin.dns_name
  lambda_edge = {
    package          = var.packages.lambda_edge
    key_reference    = module.signing_keys.key_reference
    read_policy_json = module.signing_keys.read_policy_json
  }
  alarm_topic_arns = var.edge_alarm_topic_arns
}
