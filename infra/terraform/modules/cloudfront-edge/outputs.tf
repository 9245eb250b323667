output "distribution_id" {
  description = "For invalidations of cached paths, and for alarms of your own."
  value       = aws_cloudfront_distribution.this.id
}

output "distribution_arn" {
  description = "For policies that let this distribution alone in."
  value       = aws_cloudfront_distribution.this.arn
}

output "domain_name" {
  description = "What the DNS names of contract.hosts have to be aliases of."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "hosted_zone_id" {
  description = "Zone of domain_name, for alias records in Route 53."
  value       = aws_cloudfront_distribution.this.hosted_zone_id
}

output "function_arn" {
  description = "What seals: the CloudFront Function, or the published version of the Lambda@Edge function."
  value       = one(concat(aws_cloudfront_function.this[*].arn, aws_lambda_function.this[*].qualified_arn))
}

output "key_value_store_arn" {
  description = "Where `ipseal keys kvs` writes the secret; null with Lambda@Edge."
  value       = one(aws_cloudfront_key_value_store.this[*].arn)
}

output "role_arn" {
  description = "Role of the Lambda@Edge function, for the policy of a KMS key; null with a CloudFront Function."
  value       = one(aws_iam_role.lambda_edge[*].arn)
}

output "vpc_origin_id" {
  description = "The VPC origin; null without."
  value       = one(aws_cloudfront_vpc_origin.this[*].id)
}

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
    "(umask 077; ipseal keys new --kid \"$(date +%Y-%m)\" --alg HS256 > secret.json)",
    "ipseal keys kvs --store '${arn}' --key secret.json --iss '${local.issuer_quoted}' --aud '${local.audience_quoted}'",
  ]]
}

output "next_steps" {
  description = "Commands that belong after each apply that changed the distribution (origin mTLS), or after the first (the secret): what Terraform must not or cannot write."
  value       = flatten([local.kvs_steps, local.mtls_steps])
}
