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

  # "rate(15 minutes)" in seconds.
  every_seconds = try(tonumber(regex("[0-9]+", var.schedule)) * (strcontains(var.schedule, "hour") ? 3600 : 60), 3600)
}

# Terraform prints what a failed rule looked at, and a plan that fails what it got to: rules look at these alone, and only what
# is the name of a key is used further.
locals {
  has_signing_key = var.signing_key_reference != null
  signing_key_is_named = var.signing_key_reference == null ? true : (
    can(regex("\\Assm:(/[A-Za-z0-9_.-]{1,128})+(\\?region=[a-z0-9-]{1,32})?\\z", var.signing_key_reference))
    && length(split("/", split("?", var.signing_key_reference)[0])) <= 16
  )
  signing_key          = local.signing_key_is_named ? var.signing_key_reference : null
  signing_key_name     = local.signing_key == null ? "-" : trimprefix(split("?", local.signing_key)[0], "ssm:")
  signing_key_is_apart = !startswith("${lower(local.signing_key_name)}/", "/ipseal/")
  # Readers may read all below the path of the lists.
  signing_key_is_hidden = var.store.kind != "ssm" || !startswith("${local.signing_key_name}/", "${local.path}/")
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:what is logged is what vendors publish; a key of yours goes into log_kms_key_arn
  name              = "/aws/lambda/${local.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.contract.tags
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:what fails goes to the destination of aws_lambda_function_event_invoke_config, which tells why
  #checkov:skip=CKV_AWS_117:it asks vendors on the Internet; in a VPC that takes a NAT gateway and closes nothing
  #checkov:skip=CKV_AWS_173:no variable holds a secret; the signing key is named, and read from Parameter Store
  #checkov:skip=CKV_AWS_272:the package is built from this repository; sign it where your pipeline signs others
  #checkov:skip=CKV_AWS_50:one run an hour with a record for each list leaves nothing for traces to tell
  function_name    = local.name
  description      = "Refreshes the address lists of CDN providers in ${var.store.kind == "s3" ? "S3" : "Parameter Store"}."
  role             = aws_iam_role.this.arn
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  handler          = "index.handler"
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  memory_size      = 512
  timeout          = 300
  # A schedule and a notice at once would only make one of the two begin again. -1 reserves none.
  reserved_concurrent_executions = var.reserve_concurrency ? 1 : -1
  tags                           = var.contract.tags

  environment {
    variables = merge(
      { IPSEAL_RANGES = local.reference, IPSEAL_RANGES_FEEDS = jsonencode(local.feeds) },
      local.signing_key == null ? {} : { IPSEAL_RANGES_SIGNING_KEY = local.signing_key },
    )
  }

  logging_config {
    # Its records are lines of JSON already, which the format JSON would leave as they are.
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  # Without its rights it could not log that it has none.
  depends_on = [aws_iam_role_policy.this]

  lifecycle {
    precondition {
      condition     = local.signing_key_is_named
      error_message = "signing_key_reference must be ssm: and the name of a SecureString with 1 to 15 levels, with ?region= if it is elsewhere; never the key itself, which would be in Terraform's state. What was given is not shown, for it might be one."
    }
    precondition {
      condition     = local.signing_key_is_apart
      error_message = "signing_key_reference must not be below /ipseal: edges read what is there, and none needs the key that signs lists; got ${substr(jsonencode(local.signing_key_name), 0, 64)}. Write it below /ipseal-ranges/keys."
    }
    precondition {
      condition     = local.signing_key_is_hidden
      error_message = "signing_key_reference must not be below the path of the lists, which every reader may read; got ${substr(jsonencode(local.signing_key_name), 0, 64)}. Write it below /ipseal-ranges/keys."
    }
  }
}
