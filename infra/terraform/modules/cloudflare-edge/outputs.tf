output "wrangler" {
  description = "Everything that `ipseal wrangler` fills into wrangler.toml and wrangler.refresh-ranges.toml."
  value       = local.wrangler
  precondition {
    condition     = local.settings_are_compiled
    error_message = "settings_json must be compiled settings, with their digest: `ipseal compile --target settings`. What was given is not shown, for it might be something else."
  }
  precondition {
    condition     = local.settings_are_public
    error_message = "settings_json must hold no private key and no secret; a member that only private keys have is in it. Treat that key as leaked: `ipseal keys rotate --revoke`."
  }
  precondition {
    condition     = local.settings_are_for_verifiers
    error_message = "settings_json must name the issuer and the audience that verifiers expect, ${substr(jsonencode(var.contract.assertion.issuer), 0, 64)} and ${substr(jsonencode(var.contract.assertion.audience), 0, 64)}; got issuer ${substr(jsonencode(try(local.settings.issuer, "none")), 0, 64)} and audience ${substr(jsonencode(try(local.settings.audience, "none")), 0, 64)}."
  }
  precondition {
    condition     = length(local.hosts_unserved) == 0
    error_message = "settings_json must have an origins[].match for every host, or the edge answers it with 421; none matches ${substr(jsonencode(local.hosts_unserved), 0, 64)}."
  }
  precondition {
    condition     = local.settings_size <= 5120
    error_message = "settings_json must fit into a variable of a Worker, 5120 bytes; got ${local.settings_size}. Put it into Workers KV: settings_in_namespace."
  }
  precondition {
    condition     = length(local.zones_not_owned) == 0
    error_message = "firewall.own_zones must hold the ownZones of settings_json, or the firewall refuses what the edge lets pass; it lacks ${substr(jsonencode(local.zones_not_owned), 0, 64)}."
  }
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
  precondition {
    condition     = local.certificate_is_id
    error_message = "authenticated_origin_pulls.certificate_id must be the id that the upload answered, and no certificate: its key would be in Terraform's state. What was given is not shown."
  }
}

output "next_steps" {
  description = "What is left to do by hand, in this order."
  value       = local.next_steps
}
