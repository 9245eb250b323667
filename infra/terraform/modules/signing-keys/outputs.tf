output "key_reference" {
  description = "Where edges read, wherever they run: the value of IPSEAL_KEYS."
  value       = "ssm:${var.contract.key_path}?region=${local.home}"
}

output "nearest_key_reference" {
  description = "Where edges read in the region where they run; null without other regions. Only for edges that run in no region beside these: elsewhere they would find nothing."
  value       = length(var.regions) == 0 ? null : "ssm:${var.contract.key_path}"
}

output "store_reference" {
  description = "Where `ipseal keys rotate --store` and the rotation function write. Without its kms the next key would be under aws/ssm."
  value       = local.store_reference
}

output "read_policy_json" {
  description = "Policy for the role of an edge: reading the path, decrypting through Parameter Store, and nothing else."
  value       = local.read_policy
}

output "rotate_policy_json" {
  description = "Policy for whoever rotates or revokes: jwks and keys in the provider's region. The function of this module has it."
  value       = local.rotate_policy
}

output "copy_policy_json" {
  description = "Policy for whoever copies jwks and keys to the other regions; null without any."
  value       = local.copy_policy
}

output "kms_key_arns" {
  description = "ARN of the KMS key in each region."
  value       = local.kms_key_arns
}

output "parameter_path_arns" {
  description = "ARNs of the path and of what is below it, in each region."
  value       = local.path_arns
}

output "function_name" {
  description = "The rotation function; null without a schedule."
  value       = one(aws_lambda_function.rotation[*].function_name)
}

output "next_steps" {
  description = "Commands that Terraform leaves to people, since what they write must never be in its state."
  value       = local.next_steps
}
