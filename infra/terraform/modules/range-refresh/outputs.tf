output "ranges_reference" {
  description = "Value of IPSEAL_RANGES for edges and verifiers that read these lists."
  value       = local.reference
}

output "read_policy_json" {
  description = "Policy for who reads the lists, and nothing else."
  value       = local.read_policy
}

output "function_arn" {
  description = "The function, for modules/amazon-notice."
  value       = aws_lambda_function.this.arn
}

output "function_name" {
  description = "Name of the function, for a run by hand."
  value       = aws_lambda_function.this.function_name
}

output "dead_letter_arn" {
  description = "Where an invocation goes that failed three times."
  value       = local.dead_letter_arn
}

output "log_group_name" {
  description = "Log group in which there is a line of JSON for each list and run."
  value       = aws_cloudwatch_log_group.this.name
}

output "next_steps" {
  description = "Commands for the first run, in order."
  value       = local.next_steps
}
