locals {
  # Between single quotes of a shell nothing is special but they themselves.
  issuer_quoted   = replace(var.contract.assertion.issuer, "'", "'\\''")
  audience_quoted = replace(var.contract.assertion.audience, "'", "'\\''")

  mtls_filter = ".DistributionConfig | .Origins.Items[0].CustomOriginConfig.OriginMtlsConfig = {ClientCertificateArn: $arn}"
  mtls_steps = var.origin_mtls_certificate_arn == null ? [] : [
    "aws cloudfront get-distribution-config --id ${aws_cloudfront_distribution.this.id} --output json > before.json",
    "jq --arg arn '${var.origin_mtls_certificate_arn}' '${local.mtls_filter}' before.json > after.json",
    "aws cloudfront update-distribution --id ${aws_cloudfront_distribution.this.id} --if-match \"$(jq -r .ETag before.json)\" --distribution-config file://after.json",
  ]
  # The verifier has to know the secret before the edge seals with it: that is docs/cloudfront-functions.md, "A new secret".
  kvs_steps = [for arn in aws_cloudfront_key_value_store.this[*].arn : [
    "(umask 077; npm run --silent ipseal -- keys new --kid \"$(date +%Y-%m)\" --alg HS256 > secret.json)",
    "npm run --silent ipseal -- keys kvs --store '${arn}' --key secret.json --iss '${local.issuer_quoted}' --aud '${local.audience_quoted}'",
  ]]

  next_steps = flatten([local.kvs_steps, local.mtls_steps])
}
