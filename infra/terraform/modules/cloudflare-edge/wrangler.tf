# What wrangler deploys. Routes, custom domains and cron triggers are wrangler's alone, for two reasons. A route names a
# Worker, and Cloudflare refuses one that names none: with routes here the first apply would need a Worker that needs this
# module's namespace. And `wrangler deploy` puts the list of a Worker's routes as a whole, which deletes those that
# somebody else made (PUT …/workers/scripts/<name>/routes). So there is one owner, and this list is what it is given.
locals {
  namespace_bindings = local.needs_namespace ? [{ binding = "IPSEAL_KV", id = cloudflare_workers_kv_namespace.store[0].id }] : []

  trust_of_settings = concat(try(local.settings.trust, []), try(local.settings.shadow.trust, []))
  secrets_of_settings = toset(concat(
    [for group in local.trust_of_settings : group.proof.secret if can(group.proof.secret)],
    # The key of privacy.logAddress "pseudonym".
    try(local.settings.privacy.logAddress, "") == "pseudonym" ? ["pseudonym"] : [],
  ))
  # secretVariable in src/settings/secret-values.ts
  edge_secrets = concat(["IPSEAL_SIGNING_KEY"], sort([for name in coalesce(var.secret_names, local.secrets_of_settings) : "IPSEAL_SECRET_${upper(replace(name, "/[^A-Za-z0-9]/", "_"))}"]))

  # Null stands for what the file itself says. A variable wins over the same text in the namespace, so that there is only one.
  own_texts = {
    IPSEAL_CONFIG = local.settings_json
    IPSEAL_JWKS   = var.contract.jwks_json
  }
  edge_vars = merge(
    var.settings_in_namespace ? { IPSEAL_KEYS = "kv:IPSEAL_KV/${var.contract.environment}" } : local.own_texts,
    try(var.ranges.read_by_edge, false) ? { IPSEAL_RANGES = "kv:IPSEAL_KV" } : {},
  )

  feeds        = try(var.ranges.providers, null) != null ? var.ranges.providers : setintersection(var.contract.edge.providers, local.known_providers)
  list_secrets = try(var.ranges.signed, false) ? ["IPSEAL_RANGES_SIGNING_KEY"] : []

  store_names = { for binding in concat(local.edge_secrets, local.list_secrets) :
  binding => try(var.secrets_store.secret_names[binding], "${var.contract.prefix}-${lower(replace(binding, "_", "-"))}") }

  wrangler = {
    version     = 1
    account_id  = var.account_id
    environment = local.environment
    # What verifiers expect, to which the settings are held wherever they come from.
    assertion = { issuer = var.contract.assertion.issuer, audience = var.contract.assertion.audience }
    workers = merge(
      {
        edge = {
          name = local.worker_name
          routes = [for pattern in local.patterns : merge(
            { pattern = pattern, zone_id = var.zone_id },
            var.custom_domain ? { custom_domain = true } : {},
          )]
          crons                 = []
          vars                  = local.edge_vars
          kv_namespaces         = var.settings_in_namespace || try(var.ranges.read_by_edge, false) ? local.namespace_bindings : []
          secrets               = var.secrets_store == null ? local.edge_secrets : []
          secrets_store_secrets = var.secrets_store == null ? [] : [for binding in local.edge_secrets : { binding = binding, store_id = var.secrets_store.store_id, secret_name = local.store_names[binding] }]
        }
      },
      var.ranges == null ? {} : {
        "refresh-ranges" = {
          name                  = coalesce(var.ranges.worker_name, "ipseal-refresh-ranges-${local.environment}")
          routes                = []
          crons                 = [var.ranges.schedule]
          vars                  = { IPSEAL_RANGES = "kv:IPSEAL_KV", IPSEAL_RANGES_FEEDS = jsonencode({ providers = sort(local.feeds) }) }
          kv_namespaces         = local.namespace_bindings
          secrets               = var.secrets_store == null ? local.list_secrets : []
          secrets_store_secrets = var.secrets_store == null ? [] : [for binding in local.list_secrets : { binding = binding, store_id = var.secrets_store.store_id, secret_name = local.store_names[binding] }]
        }
      },
    )
  }
}
