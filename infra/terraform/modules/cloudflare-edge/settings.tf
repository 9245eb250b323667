# Rules on the settings, and on the id of a certificate, are preconditions that look at these booleans: a validation that fails prints the variables that it
# names, sensitive or not, and somebody may have given a key by mistake (seen with Terraform 1.11.4).
locals {
  settings_are_compiled = nonsensitive(var.settings_json == null || can(regex("^[0-9a-f]{64}$", jsondecode(var.settings_json).digest)))
  # Written anew, so that no escape hides a member's name.
  settings_are_public = nonsensitive(var.settings_json == null || !can(regex("\"(d|p|q|dp|dq|qi|k|oth)\":|PRIVATE KEY", try(jsonencode(jsondecode(var.settings_json)), var.settings_json))))

  settings_json = local.settings_are_compiled && local.settings_are_public ? nonsensitive(var.settings_json) : null
  settings      = try(jsondecode(local.settings_json), {})

  settings_are_for_verifiers = local.settings_json == null || (
    try(local.settings.issuer, null) == var.contract.assertion.issuer && try(local.settings.audience, null) == var.contract.assertion.audience
  )
  # As src/edge/find-route.ts reads origins[].match. Settings without origins forward nothing, which is meant.
  matches = try(local.settings.origins[*].match, [])
  hosts_unserved = length(local.matches) == 0 ? [] : [for host in local.hosts : host if !strcontains(host, "*") && !anytrue([
    for match in local.matches : match == "*" || lower(match) == host || (startswith(match, "*.") && endswith(host, lower(trimprefix(match, "*"))))
  ])]
  certificate_is_id = var.authenticated_origin_pulls == null || can(regex("^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$", try(var.authenticated_origin_pulls.certificate_id, "")))
  certificate_id    = local.certificate_is_id ? try(var.authenticated_origin_pulls.certificate_id, null) : null

  # Workers, "Limits": a variable has at most 5 kB.
  settings_size   = length(jsonencode(coalesce(local.settings_json, "-")))
  zones_not_owned = setsubtract(try(local.settings.ownZones, []), concat([var.zone_name], tolist(var.firewall.own_zones)))
}
