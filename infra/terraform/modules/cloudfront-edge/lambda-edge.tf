locals {
  # A precondition looks at this boolean: a validation that fails prints what it names, and somebody may have given a key by
  # mistake (seen with Terraform 1.11.4).
  key_reference_is_one = var.lambda_edge == null || can(regex("^ssm:(/[A-Za-z0-9_.-]+)+(\\?region=[a-z0-9-]+)?$", var.lambda_edge.key_reference))
  key_reference        = local.key_reference_is_one ? try(var.lambda_edge.key_reference, null) : null
}

locals {
  lambda_name = "${var.contract.prefix}-edge"
  # Replicas run, log and count under this name, in every region, us-east-1 included.
  replica_name = "us-east-1.${local.lambda_name}"
  edge_regions = toset(local.is_lambda_edge ? var.lambda_edge.regions : [])
}

resource "aws_iam_role" "lambda_edge" {
  count       = local.is_lambda_edge ? 1 : 0
  name        = local.lambda_name
  description = "Lambda@Edge of ${var.contract.prefix}: reads its own path, writes its own log"
  tags        = var.contract.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "LambdaAndItsReplicas"
      Effect    = "Allow"
      Principal = { Service = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "read_keys" {
  count  = local.is_lambda_edge ? 1 : 0
  name   = "read-keys"
  role   = aws_iam_role.lambda_edge[0].id
  policy = var.lambda_edge.read_policy_json
}

resource "aws_iam_role_policy" "write_log" {
  count = local.is_lambda_edge ? 1 : 0
  name  = "write-log"
  role  = aws_iam_role.lambda_edge[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      # A replica logs in the region where it runs, and CloudFront decides which that is.
      Sid    = "WriteOwnLog"
      Effect = "Allow"
      Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = [for part in ["", ":*"] :
      "arn:${data.aws_partition.current.partition}:logs:*:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/${local.replica_name}${part}"]
    }]
  })
}

# Without these a replica makes its group itself and keeps it for ever.
resource "aws_cloudwatch_log_group" "lambda_edge" {
  #checkov:skip=CKV_AWS_158:lines hold no secret, and truncated addresses at most; CloudWatch encrypts them with its own key
  #checkov:skip=CKV_AWS_338:a year is longer than anyone needs a truncated address
  for_each          = local.edge_regions
  region            = each.value
  name              = "/aws/lambda/${local.replica_name}"
  retention_in_days = var.lambda_edge.log_retention_days
  tags              = var.contract.tags
}

# What Lambda@Edge takes (Developer Guide, "Restrictions on Lambda@Edge"): a numbered version in us-east-1, x86_64, and no
# environment, VPC, layer, dead letter queue, tracing or reserved concurrency. Whoever applies needs lambda:GetFunction and
# lambda:EnableReplication* on it, and iam:CreateServiceLinkedRole the first time.
#
# A version with replicas cannot be deleted. CloudFront removes them some hours after no distribution names it; a destroy
# before that ends with "Lambda was unable to delete ... because it is a replicated function": run it again later, or apply
# keep_on_destroy first and delete the function by hand. Old versions stay, so that a distribution can go back to one.
resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_50:Lambda@Edge has no X-Ray
  #checkov:skip=CKV_AWS_115:Lambda@Edge has no reserved concurrency
  #checkov:skip=CKV_AWS_116:nothing is asynchronous here, so there are no dead letters
  #checkov:skip=CKV_AWS_117:Lambda@Edge has no VPC
  #checkov:skip=CKV_AWS_272:CodeSha256 is compared with what was built, see docs/deploy-aws.md
  count            = local.is_lambda_edge ? 1 : 0
  region           = "us-east-1"
  function_name    = local.lambda_name
  description      = "Seals the client's address for ${var.contract.prefix}"
  role             = aws_iam_role.lambda_edge[0].arn
  runtime          = "nodejs22.x"
  architectures    = ["x86_64"]
  handler          = "index.handler"
  filename         = var.lambda_edge.package
  source_code_hash = filebase64sha256(var.lambda_edge.package)
  # 128 MB is all that a viewer event takes. More memory is more CPU, and a cold start is mostly CPU.
  memory_size  = coalesce(var.lambda_edge.memory_size, var.contract.signer_event == "viewer-request" ? 128 : 256)
  timeout      = 5
  publish      = true
  skip_destroy = var.lambda_edge.keep_on_destroy
  tags         = var.contract.tags

  # A replica that may not read keys answers 503.
  depends_on = [aws_iam_role_policy.read_keys, aws_iam_role_policy.write_log]
}
