# Keys and settings of Lambda@Edge. The Worker's key is a secret of the Worker, and neither in Parameter Store nor rotated here.
module "signing_keys" {
  source   = "../../modules/signing-keys"
  contract = module.contract_cloudfront.contract

  settings_json       = file(var.settings_file)
  key_administrators  = var.key_administrators
  rotation            = { package = var.packages.rotate_keys }
  deletion_protection = var.deletion_protection
  alarm_topic_arns    = var.alarm_topic_arns
}

# Cloudflare's list alone: CloudFront's is kept by AWS.
module "range_refresh" {
  source   = "../../modules/range-refresh"
  contract = module.contract_cloudflare.contract

  package               = var.packages.refresh_ranges
  signing_key_reference = var.ranges_signing_key_reference
  alarm_topic_arns      = var.alarm_topic_arns
}

module "lockdown_cloudfront" {
  source   = "../../modules/origin-lockdown"
  contract = module.contract_cloudfront.contract
}

module "lockdown_cloudflare" {
  source   = "../../modules/origin-lockdown"
  contract = module.contract_cloudflare.contract
}

module "nlb_origin" {
  source   = "../../modules/nlb-origin"
  contract = module.contract_cloudfront.contract

  vpc_id     = var.vpc_id
  subnet_ids = var.subnet_ids
  owner      = "terraform"
  # Envoy Gateway serves the listener 443 of the Gateway on port 10443 of its pods.
  listeners           = [{ port = 443, target_port = 10443 }]
  deletion_protection = var.deletion_protection
  ingress_prefix_lists = merge(
    module.lockdown_cloudfront.ingress_prefix_lists,
    module.lockdown_cloudflare.ingress_prefix_lists,
  )
  # CloudFront's list counts as 55 and Cloudflare's as 20, and a security group holds 60.
  spread_security_groups = true
}

module "cloudfront_edge" {
  source   = "../../modules/cloudfront-edge"
  contract = module.contract_cloudfront.contract

  certificate_arn = var.certificate_arn
  # Not the contract's name: that one is Cloudflare's, and refuses whoever is no Worker of the zone.
  origin_domain = module.nlb_origin.dns_name
  lambda_edge = {
    package          = var.packages.lambda_edge
    key_reference    = module.signing_keys.key_reference
    read_policy_json = module.signing_keys.read_policy_json
  }
  alarm_topic_arns = var.edge_alarm_topic_arns
}

module "cloudflare_edge" {
  source   = "../../modules/cloudflare-edge"
  contract = module.contract_cloudflare.contract

  account_id    = var.cloudflare_account_id
  zone_id       = var.zone_id
  zone_name     = var.zone_name
  settings_json = file(var.settings_file)
  firewall      = { manage = var.manage_custom_rules }
  # No records of hosts: which CDN a client gets is what you steer by them.
  dns = { origin = { target = module.nlb_origin.dns_name } }
}
