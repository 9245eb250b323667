output "ranges_reference" {
  description = "Value of IPSEAL_RANGES for edges and verifiers that read these lists."
  value       = local.reference
}

output "read_policy_json" {
  description = "Policy for who reads the lists, and nothing else."
  value       = null
}

output "function_arn" {
  description = "The function, for modules/amazon-notice and for a first run by hand."
  value       = null
}

output "function_name" {
  description = "Name of the function."
  value       = null
}

output "dead_letter_arn" {
  description = "Where an invocation goes that failed three times."
  value       = null
}

output "next_steps" {
  description = "Commands for the first run, in order."
  value       = null
}
