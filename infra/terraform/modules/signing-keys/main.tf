data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  home     = data.aws_region.current.region
  account  = data.aws_caller_identity.current.account_id
  arn_base = "arn:${data.aws_partition.current.partition}"
  # The store's own region first.
  all_regions   = concat([local.home], local.other_regions)
  other_regions = sort(var.regions)

  # As kms:ViaService has it.
  ssm_services = { for region in local.all_regions : region => "ssm.${region}.${data.aws_partition.current.dns_suffix}" }

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
