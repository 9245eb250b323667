locals {
  environment = coalesce(var.wrangler_environment, var.contract.environment)
  worker_name = coalesce(var.worker_name, "ipseal-${local.environment}")
  patterns    = var.patterns != null ? var.patterns : [for host in var.contract.hosts : var.custom_domain ? host : "${host}/*"]
  hosts       = distinct([for pattern in local.patterns : split("/", pattern)[0]])

  # PROVIDER_NAMES of src/ranges/provider.ts, held to it by a test.
  known_providers = [
    "akamai", "azure-front-door", "bunny", "cdn77", "cloudflare", "cloudfront", "fastly", "gcore", "google-lb", "imperva", "keycdn",
  ]
  needs_namespace = var.ranges != null || var.settings_in_namespace
}

# The edge reads from it and the refresher writes to it. What is in it is written by those, and by
# `wrangler kv key put`, never by Terraform: lists change hourly, and a plan would put old ones back.
resource "cloudflare_workers_kv_namespace" "store" {
  count = local.needs_namespace ? 1 : 0

  account_id = var.account_id
  title      = "${var.contract.prefix}-ipseal"
}
