output "wrangler" {
  description = "Everything that `ipseal wrangler` fills into wrangler.toml and wrangler.refresh-ranges.toml."
  value       = local.wrangler
}

output "kv_namespace_id" {
  description = "Workers KV namespace of lists, settings and key set; null where nothing needs one."
  value       = one(cloudflare_workers_kv_namespace.store[*].id)
}

output "host_records" {
  description = "Names of the records without a machine that hosts have."
  value       = [for record in cloudflare_dns_record.host : record.name]
}

output "origin_name" {
  description = "Name by which the Worker reaches the origin: origins[].url of the settings."
  value       = try(var.contract.origin.domain, null)
}

output "custom_rules" {
  description = "Rules for a ruleset of the phase http_request_firewall_custom, in this order, where this module makes none."
  value       = local.custom_rules
}

output "authenticated_origin_pulls" {
  description = "Whether the edge shows the origin a certificate of yours."
  value       = one(cloudflare_authenticated_origin_pulls_settings.zone[*].enabled) == true
}

output "next_steps" {
  description = "What is left to do by hand, in this order."
  value       = local.next_steps
}
