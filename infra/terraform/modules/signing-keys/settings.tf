locals {
  # Once it is known to hold no key it is what it was: public.
  settings_json     = nonsensitive(var.settings_json)
  trust_of_settings = concat(try(jsondecode(local.settings_json).trust, []), try(jsondecode(local.settings_json).shadow.trust, []))
  secrets_of_settings = toset(concat(
    [for group in local.trust_of_settings : group.proof.secret if can(group.proof.secret)],
    # The key of privacy.logAddress "pseudonym".
    try(jsondecode(local.settings_json).privacy.logAddress, "") == "pseudonym" ? ["pseudonym"] : [],
  ))
}

# The one parameter that Terraform owns. `jwks` and `keys/<kid>` are made by `ipseal keys rotate` alone, and secrets by
# people: none of them is a resource here, so that no apply overwrites and no destroy deletes what rotation wrote. A
# placeholder for a secret would be a secret that everybody knows: edges would take it for the real one, and whoever sent it
# would speak for the CDN. Without the parameter they refuse.
resource "aws_ssm_parameter" "settings" {
  #checkov:skip=CKV2_AWS_34:settings hold no key and no secret, which the preconditions see to
  for_each = toset(local.all_regions)

  region      = each.key
  name        = "${var.contract.key_path}/settings"
  description = "Settings of the ipseal edge, as ipseal compile --target settings prints them."
  type        = "String"
  # What standard parameters are too small for becomes an advanced one, and is not made anew.
  tier = "Intelligent-Tiering"
  # Not `value`, whose changes a plan does not show. There is no secret in it.
  insecure_value = local.settings_json
  tags           = var.contract.tags

  lifecycle {
    precondition {
      condition     = can(jsondecode(var.settings_json).digest) && try(jsondecode(var.settings_json).v, null) == 1
      error_message = "settings_json must be what `ipseal compile --target settings` prints, with \"v\":1 and a digest. What was given is not shown, for it might be a key."
    }
    precondition {
      # As src/settings/stamp-settings.ts makes it: JSON with sorted keys. jsonencode escapes three characters that JSON does not.
      condition = try(jsondecode(var.settings_json).digest == sha256(replace(replace(replace(
        jsonencode({ for name, value in jsondecode(var.settings_json) : name => value if name != "digest" }),
      "\\u003c", "<"), "\\u003e", ">"), "\\u0026", "&")), true)
      error_message = "settings_json must not be edited after `ipseal compile --target settings`, or no edge takes it; got digest ${substr(jsonencode(try(jsondecode(nonsensitive(var.settings_json)).digest, "")), 0, 64)}, which belongs to something else."
    }
    precondition {
      # Written anew, so that no escape hides a member's name.
      condition     = !can(regex("\"(d|p|q|dp|dq|qi|k|oth)\":|PRIVATE KEY", try(jsonencode(jsondecode(var.settings_json)), var.settings_json)))
      error_message = "settings_json must hold no private key and no secret, for everybody who may read the state sees it; a member that only private keys have is in it. Treat that key as leaked: `ipseal keys rotate --revoke`."
    }
    precondition {
      # Bytes, not characters. Parameter Store, "Managing parameter tiers": 8 KB is what an advanced parameter holds.
      condition     = length(base64encode(var.settings_json)) * 3 / 4 - length(regexall("=", base64encode(var.settings_json))) <= 8192
      error_message = "settings_json must have at most 8192 bytes, or Parameter Store does not take it; got ${length(nonsensitive(var.settings_json))} characters. Build the settings in: npm run build -- --settings."
    }
    precondition {
      condition     = try(jsondecode(var.settings_json).issuer, var.contract.assertion.issuer) == var.contract.assertion.issuer
      error_message = "settings_json must have the issuer that verifiers expect, contract.assertion.issuer; got ${substr(jsonencode(try(jsondecode(nonsensitive(var.settings_json)).issuer, "")), 0, 64)}."
    }
    precondition {
      condition     = contains(concat([try(jsondecode(var.settings_json).audience, var.contract.assertion.audience)], [for origin in try(jsondecode(var.settings_json).origins, []) : try(origin.audience, "")]), var.contract.assertion.audience)
      error_message = "settings_json must seal for the audience that verifiers expect, contract.assertion.audience, as its own or as that of an origin; got ${substr(jsonencode(try(jsondecode(nonsensitive(var.settings_json)).audience, "")), 0, 64)}."
    }
  }
}
