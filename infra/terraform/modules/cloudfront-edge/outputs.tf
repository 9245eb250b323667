output "distribution_id" {
  description = "For the invalidation of cached paths, and for alarms of your own."
  value       = null
}

output "distribution_arn" {
  description = "For policies that let this distribution alone in, and for the web ACL's log."
  value       = null
}

output "domain_name" {
  description = "What the DNS names of contract.hosts have to be aliases of."
  value       = null
}

output "hosted_zone_id" {
  description = "Zone of domain_name, for alias records in Route 53."
  value       = null
}

output "function_arn" {
  description = "What seals: the CloudFront Function, or the published version of the Lambda@Edge function."
  value       = null
}

output "key_value_store_arn" {
  description = "Where `ipseal keys kvs` writes the secret; null with Lambda@Edge."
  value       = null
}

output "role_arn" {
  description = "Role of the Lambda@Edge function, for the key policy of a KMS key of your own; null with a CloudFront Function."
  value       = null
}

output "vpc_origin_id" {
  description = "The VPC origin; null without."
  value       = null
}

output "next_steps" {
  description = "Commands that belong after the apply, in order: what Terraform must not or cannot write."
  value       = []
}
