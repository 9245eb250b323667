locals {
  edge_config    = "wrangler.${local.environment}.json"
  refresh_config = "wrangler.refresh-ranges.${local.environment}.json"
  # Of Terraform's own records none leads to the origin.
  has_other_records = !var.dns.hosts || length(setintersection(local.hosts, var.dns.existing)) > 0
  secret_files      = { IPSEAL_SIGNING_KEY = "current.jwk", IPSEAL_RANGES_SIGNING_KEY = "ranges.jwk" }

  secret_steps = { for worker, config in { edge = local.edge_config, "refresh-ranges" = local.refresh_config } : worker => concat(
    [for binding in try(local.wrangler.workers[worker].secrets, []) :
    "npx wrangler secret put ${binding} --config ${config} < ${lookup(local.secret_files, binding, "secret.txt")}"],
    [for secret in try(local.wrangler.workers[worker].secrets_store_secrets, []) :
    "npx wrangler secrets-store secret create ${secret.store_id} --name ${secret.secret_name} --scopes workers --remote"],
  ) }

  next_steps = concat(
    var.authenticated_origin_pulls == null ? [] : [
      "Look whether the certificate ${coalesce(local.certificate_id, "-")} is active: GET /zones/${var.zone_id}/origin_tls_client_auth. Then let the gateway demand it.",
    ],
    ["terraform output -json wrangler > outputs.json"],
    var.ranges == null ? [] : concat(
      ["npm run --silent ipseal -- wrangler --outputs outputs.json --config wrangler.refresh-ranges.toml --environment ${local.environment} > ${local.refresh_config}"],
      local.secret_steps["refresh-ranges"],
      ["npx wrangler deploy --config ${local.refresh_config}"],
    ),
    var.settings_in_namespace ? [
      "npx wrangler kv key put ${var.contract.environment}/settings --path settings.json --namespace-id ${cloudflare_workers_kv_namespace.store[0].id} --remote",
      "npx wrangler kv key put ${var.contract.environment}/jwks --path jwks.json --namespace-id ${cloudflare_workers_kv_namespace.store[0].id} --remote",
    ] : [],
    ["npm run --silent ipseal -- wrangler --outputs outputs.json --config wrangler.toml --environment ${local.environment} > ${local.edge_config}"],
    local.secret_steps["edge"],
    ["npx wrangler deploy --config ${local.edge_config}"],
    # No resource and no setting of wrangler has it (provider 5.14, wrangler 4.155).
    var.custom_domain ? [] : [
      "Set every route to fail closed in the dashboard (Workers Routes, Request limit failure mode). One that fails open passes requests by the Worker${local.has_other_records ? ", unsealed, to where the host's record leads" : "; they end at the host's record, which leads to no machine"}.",
    ],
  )
}
