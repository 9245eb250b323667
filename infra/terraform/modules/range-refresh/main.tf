data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  # PROVIDER_NAMES of src/ranges/provider.ts, held to it by a test.
  known_providers = [
    "akamai", "azure-front-door", "bunny", "cdn77", "cloudflare", "cloudfront", "fastly", "gcore", "google-lb", "imperva", "keycdn",
  ]
  # A CDN of your own ("edge") has no list that a vendor publishes.
  asked_providers = var.lists != null ? var.lists : setintersection(var.contract.edge.providers, local.known_providers)
  providers       = sort(local.asked_providers)

  # Names as they stand in the store: src/platform/list-stores/stored-name.ts.
  stored_names = concat(local.providers, [for list in var.private_lists : "list.${list.name}"])

  feeds = merge(
    length(local.providers) == 0 ? {} : { providers = local.providers },
    length(var.private_lists) == 0 ? {} : { lists = var.private_lists },
  )

  name      = "${var.contract.prefix}-refresh-ranges"
  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id
  region    = coalesce(var.store.region, data.aws_region.current.region)

  # A path of its own, for what reads /ipseal/<environment> reads all that is below it.
  path   = coalesce(var.store.path, "/ipseal-ranges/${var.contract.prefix}")
  prefix = coalesce(var.store.prefix, "ranges/${var.contract.prefix}")
  reference = (var.store.kind == "s3"
    ? "s3://${coalesce(var.store.bucket, "-")}/${local.prefix}?region=${local.region}"
  : "ssm:${local.path}?region=${local.region}")

  signing_key_name = try(regex("^ssm:([^?]*)", var.signing_key_reference)[0], "")

  # "rate(15 minutes)" in seconds; 0 for what is no rate, which the variable refuses.
  every_seconds = try(tonumber(regex("[0-9]+", var.schedule)) * (strcontains(var.schedule, "hour") ? 3600 : 60), 0)
}
