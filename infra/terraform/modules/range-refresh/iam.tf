locals {
  parameter_arn = "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${local.path}"
  bucket_arn    = "arn:${local.partition}:s3:::${coalesce(var.store.bucket, "-")}"

  # A list is read by GetParametersByPath on its own name, which is below the path.
  read_ssm = [{
    Sid      = "ReadLists"
    Effect   = "Allow"
    Action   = "ssm:GetParametersByPath"
    Resource = "${local.parameter_arn}/*"
  }]
  # Without ListBucket S3 answers that a list which is not there yet is forbidden; a condition on its prefix does not bind there.
  read_s3 = [
    {
      Sid      = "ReadLists"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "${local.bucket_arn}/${local.prefix}/*"
    },
    {
      Sid      = "TellAbsentLists"
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = local.bucket_arn
    },
  ]
  read_store = [for statement in concat(local.read_ssm, local.read_s3) :
  statement if startswith(var.store.kind == "s3" ? "s3" : "ssm", split(":", statement.Action)[0])]

  write_store = (var.store.kind == "s3"
    ? [{
      Sid      = "WriteLists"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = "${local.bucket_arn}/${local.prefix}/*"
    }]
    : [{
      Sid      = "WriteLists"
      Effect   = "Allow"
      Action   = ["ssm:PutParameter", "ssm:DeleteParameters"]
      Resource = "${local.parameter_arn}/*"
  }])

  bucket_key = { for action, sid in { "kms:Decrypt" = "DecryptLists", "kms:GenerateDataKey" = "EncryptLists" } : action => [for arn in compact([var.store.kms_key_arn]) : {
    Sid       = sid
    Effect    = "Allow"
    Action    = action
    Resource  = arn
    Condition = { StringEquals = { "kms:ViaService" = "s3.${local.region}.amazonaws.com" } }
  }] }

  signing_key_region = try(regex("\\?region=(.*)$", local.signing_key)[0], data.aws_region.current.region)
  signing_key_arns = [for reference in compact([local.signing_key]) :
  "arn:${local.partition}:ssm:${local.signing_key_region}:${local.account}:parameter${local.signing_key_name}"]

  read_signing_key = [for arn in local.signing_key_arns : {
    Sid      = "ReadSigningKey"
    Effect   = "Allow"
    Action   = "ssm:GetParameter"
    Resource = arn
  }]
  decrypt_signing_key = [for arn in compact([var.signing_key_kms_arn]) : {
    Sid      = "DecryptSigningKey"
    Effect   = "Allow"
    Action   = "kms:Decrypt"
    Resource = arn
    Condition = { StringEquals = {
      "kms:ViaService"                      = "ssm.${local.signing_key_region}.amazonaws.com"
      "kms:EncryptionContext:PARAMETER_ARN" = one(local.signing_key_arns)
    } }
  }]

  read_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.read_store, local.bucket_key["kms:Decrypt"])
  })
}

resource "aws_iam_role" "this" {
  name        = local.name
  description = "What the function that refreshes lists of ${var.contract.prefix} may do."
  tags        = var.contract.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Lambda"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "refresh-ranges"
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.read_store,
      local.write_store,
      local.bucket_key["kms:Decrypt"],
      local.bucket_key["kms:GenerateDataKey"],
      local.read_signing_key,
      local.decrypt_signing_key,
      [
        {
          Sid      = "WriteLog"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "${aws_cloudwatch_log_group.this.arn}:*"
        },
        {
          Sid      = "SendFailures"
          Effect   = "Allow"
          Action   = local.send_action
          Resource = local.dead_letter_arn
        },
      ],
    )
  })
}
