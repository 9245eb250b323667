data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  home     = data.aws_region.current.region
  account  = data.aws_caller_identity.current.account_id
  arn_base = "arn:${data.aws_partition.current.partition}"
  # The store's own region first.
  all_regions = concat([local.home], sort(var.regions))

  path_arns = { for region in local.all_regions : region => [
    "${local.arn_base}:ssm:${region}:${local.account}:parameter${var.contract.key_path}",
    "${local.arn_base}:ssm:${region}:${local.account}:parameter${var.contract.key_path}/*",
  ] }
  kms_key_arns = merge(
    { (local.home) = aws_kms_key.this.arn },
    { for region, key in aws_kms_replica_key.copy : region => key.arn },
  )

  alias           = "alias/${var.contract.prefix}-keys"
  store_reference = "ssm:${var.contract.key_path}?region=${local.home}&kms=${local.alias}"
}

locals {
  trust_of_settings = concat(try(jsondecode(var.settings_json).trust, []), try(jsondecode(var.settings_json).shadow.trust, []))
  secrets_of_settings = toset(concat(
    [for group in local.trust_of_settings : group.proof.secret if can(group.proof.secret)],
    # The key of privacy.logAddress "pseudonym".
    try(jsondecode(var.settings_json).privacy.logAddress, "") == "pseudonym" ? ["pseudonym"] : [],
  ))
}

# The one parameter that Terraform owns. `jwks` and `keys/<kid>` are made by `ipseal keys rotate` alone, and secrets by
# people: none of them is a resource here, so that no apply overwrites and no destroy deletes what rotation wrote. A
# placeholder for a secret would be a secret that everybody knows: edges would take it for the real one, and whoever sent it
# would speak for the CDN. Without the parameter they refuse.
resource "aws_ssm_parameter" "settings" {
  for_each = toset(local.all_regions)

  region      = each.key
  name        = "${var.contract.key_path}/settings"
  description = "Settings of the ipseal edge, as ipseal compile --target settings prints them."
  type        = "String"
  # What standard parameters are too small for becomes an advanced one, and is not made anew.
  tier = "Intelligent-Tiering"
  # Not `value`, whose changes a plan does not show. There is no secret in it.
  insecure_value = var.settings_json
  tags           = var.contract.tags
}
