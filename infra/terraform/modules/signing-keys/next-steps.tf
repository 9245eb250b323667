locals {
  parameter = "aws ssm get-parameter --region ${local.home} --name"

  first_key = ["npm run --silent ipseal -- keys rotate --store '${local.store_reference}'"]

  # A secret is made once and written to each region, without a line break at its end.
  write_secrets = flatten([for name in sort(var.secret_names) : [
    "(umask 077; openssl rand -hex 32 | tr -d '\\n' > '${name}.secret')",
    [for region in local.all_regions : "aws ssm put-parameter --region ${region} --name '${var.contract.key_path}/secrets/${name}' --type SecureString --key-id ${local.alias} --value 'file://${name}.secret'"],
    "# give ${name}.secret to the CDN that proves itself with it, then: rm '${name}.secret'",
  ]])

  publish = [
    "${local.parameter} '${var.contract.key_path}/jwks' --query Parameter.Value --output text > stored.json",
    "npm run --silent ipseal -- keys jwks stored.json > jwks.json",
  ]

  # The key first, or an edge would find a set that names a key which is not there. docs/lambda-edge.md, "Parameters in
  # several regions".
  copy_keys = length(var.regions) == 0 ? [] : concat(
    [
      "# after each run that published a key, before it signs; KID is its name",
      "(umask 077; ${local.parameter} \"${var.contract.key_path}/keys/$KID\" --with-decryption --query Parameter.Value --output text > key.json)",
    ],
    flatten([for region in local.other_regions : [
      "aws ssm put-parameter --region ${region} --name \"${var.contract.key_path}/keys/$KID\" --type SecureString --key-id ${local.alias} --value file://key.json",
      "aws ssm put-parameter --region ${region} --name '${var.contract.key_path}/jwks' --type String --overwrite --value file://stored.json",
    ]]),
    ["rm key.json"],
  )

  next_steps = concat(local.write_secrets, local.first_key, local.publish, local.copy_keys)
}
