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

output "next_steps" {
  description = "Commands that belong after each apply that changed the distribution (origin mTLS), or after the first (the secret): what Terraform must not or cannot write."
  value       = local.next_steps
}
