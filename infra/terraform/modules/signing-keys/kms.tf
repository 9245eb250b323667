locals {
  # Administration without any use of the key, and without grants, which are use by another name. One action each, for
  # kms:Create* and kms:Put* hold more than is meant.
  administration = concat(
    [
      "kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:DisableKey", "kms:DisableKeyRotation", "kms:EnableKey",
      "kms:EnableKeyRotation", "kms:ListGrants", "kms:ListKeyRotations", "kms:PutKeyPolicy",
      "kms:ReplicateKey", "kms:RevokeGrant", "kms:RotateKeyOnDemand", "kms:SynchronizeMultiRegionKey", "kms:TagResource",
      "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription", "kms:UpdatePrimaryRegion",
    ],
    # A destroy deletes no parameter that rotation wrote, but without the key nobody could read them.
    var.deletion_protection ? [] : ["kms:ScheduleKeyDeletion"],
  )

  root = "${local.arn_base}:iam::${local.account}:root"
  # A condition and no principals: KMS turns the ARN of a role that is deleted into an id that fits no new role of that name.
  # The root user stays, or a key whose administrators are gone is nobody's.
  administrators = length(var.key_administrators) == 0 ? {} : {
    Condition = { ArnEquals = { "aws:PrincipalArn" = concat([local.root], sort(var.key_administrators)) } }
  }

  # What plans and people may see of it, whoever its administrators are, as far as IAM lets them. None of it is use.
  reading = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListKeyPolicies", "kms:ListResourceTags"]

  key_policies = { for region in local.all_regions : region => jsonencode({
    Version = "2012-10-17"
    Statement = [
      merge({
        Sid       = "Administer"
        Effect    = "Allow"
        Principal = { AWS = local.root }
        Action    = local.administration
        # In a key policy "*" is this key (KMS Developer Guide, "Key policies").
        Resource = "*"
      }, local.administrators),
      {
        Sid       = "LookAt"
        Effect    = "Allow"
        Principal = { AWS = local.root }
        Action    = local.reading
        Resource  = "*"
      },
      {
        # Whatever IAM policies of the account say: through Parameter Store alone, for this path alone. A ciphertext of one
        # parameter is none of another's: its ARN is the encryption context (Systems Manager User Guide, "KMS encryption for
        # Parameter Store SecureString parameters").
        Sid       = "UseThroughParameterStore"
        Effect    = "Allow"
        Principal = { AWS = local.root }
        Action    = ["kms:Decrypt", "kms:Encrypt"]
        Resource  = "*"
        Condition = {
          StringEquals = { "kms:ViaService" = local.ssm_services[region] }
          StringLike   = { "kms:EncryptionContext:PARAMETER_ARN" = local.path_arns[region][1] }
        }
      },
    ]
  }) }
}

resource "aws_kms_key" "this" {
  description         = "Encrypts the signing keys and secrets below ${var.contract.key_path}."
  enable_key_rotation = true
  # The longest there is. A key that waits for its deletion decrypts nothing: edges then stop within an hour, and this is how
  # long it can be called back.
  deletion_window_in_days = 30
  # From the beginning, for a key cannot become one later, and another key could not read what this one wrote.
  multi_region = true
  policy       = local.key_policies[local.home]
  tags         = var.contract.tags
}

resource "aws_kms_alias" "this" {
  name          = local.alias
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_kms_replica_key" "copy" {
  for_each = var.regions

  region                  = each.key
  description             = aws_kms_key.this.description
  primary_key_arn         = aws_kms_key.this.arn
  deletion_window_in_days = 30
  policy                  = local.key_policies[each.key]
  tags                    = var.contract.tags
}

# The same name everywhere: the commands and references differ by the region alone.
resource "aws_kms_alias" "copy" {
  for_each = var.regions

  region        = each.key
  name          = local.alias
  target_key_id = aws_kms_replica_key.copy[each.key].key_id
}
