locals {
  # What rotation writes, and nothing else: settings are Terraform's, secrets are people's.
  written_by_rotation = { for region in local.all_regions : region => [
    "${local.path_arns[region][0]}/jwks",
    "${local.path_arns[region][0]}/keys/*",
  ] }

  # The path is a resource of its own beside what is below it: Parameter Store asks for both.
  read_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadKeysAndSettings"
        Effect   = "Allow"
        Action   = "ssm:GetParametersByPath"
        Resource = flatten([for region in local.all_regions : local.path_arns[region]])
      },
      {
        Sid       = "DecryptThroughParameterStore"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = [for region in local.all_regions : local.kms_key_arns[region]]
        Condition = { StringEquals = { "kms:ViaService" = [for region in local.all_regions : local.ssm_services[region]] } }
      },
    ]
  })

  rotate_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadKeys"
        Effect   = "Allow"
        Action   = "ssm:GetParametersByPath"
        Resource = local.path_arns[local.home]
      },
      {
        # With a version behind the name, which is why the end is open.
        Sid      = "ReadBackWhatWasWritten"
        Effect   = "Allow"
        Action   = "ssm:GetParameter"
        Resource = [for arn in local.written_by_rotation[local.home] : "${trimsuffix(arn, "*")}*"]
      },
      {
        Sid      = "WriteKeys"
        Effect   = "Allow"
        Action   = "ssm:PutParameter"
        Resource = local.written_by_rotation[local.home]
      },
      {
        Sid      = "DeleteKeys"
        Effect   = "Allow"
        Action   = "ssm:DeleteParameter"
        Resource = "${local.path_arns[local.home][0]}/keys/*"
      },
      {
        Sid       = "EncryptThroughParameterStore"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:Encrypt"]
        Resource  = aws_kms_key.this.arn
        Condition = { StringEquals = { "kms:ViaService" = local.ssm_services[local.home] } }
      },
    ]
  })

  copy_policy = length(var.regions) == 0 ? null : jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadKeysToCopy"
        Effect   = "Allow"
        Action   = "ssm:GetParameter"
        Resource = local.written_by_rotation[local.home]
      },
      {
        Sid      = "WriteCopies"
        Effect   = "Allow"
        Action   = "ssm:PutParameter"
        Resource = flatten([for region in local.other_regions : local.written_by_rotation[region]])
      },
      {
        Sid      = "DeleteCopiesOfKeys"
        Effect   = "Allow"
        Action   = "ssm:DeleteParameter"
        Resource = [for region in local.other_regions : "${local.path_arns[region][0]}/keys/*"]
      },
      {
        Sid       = "DecryptThroughParameterStore"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = aws_kms_key.this.arn
        Condition = { StringEquals = { "kms:ViaService" = local.ssm_services[local.home] } }
      },
      {
        Sid       = "EncryptThroughParameterStore"
        Effect    = "Allow"
        Action    = "kms:Encrypt"
        Resource  = [for region in local.other_regions : local.kms_key_arns[region]]
        Condition = { StringEquals = { "kms:ViaService" = [for region in local.other_regions : local.ssm_services[region]] } }
      },
    ]
  })
}
