output "ingress_prefix_lists" {
  description = "Who may connect, for nlb-origin: the lists' ids, what each counts in a security group on every port, and its family. Those of several edges before one origin can be merged."
  value = merge(
    { for name, list in data.aws_ec2_managed_prefix_list.edge : name => {
      id             = list.id
      weight         = var.managed_prefix_list_weight
      address_family = local.managed_lists[name].address_family
    } },
    { for name, list in aws_ec2_managed_prefix_list.edge : name => {
      id             = list.id
      weight         = local.own_lists[name].max_entries
      address_family = local.own_lists[name].address_family
    } },
  )
}

output "trust_store_arn" {
  description = "Trust store for mutual_authentication of an Application Load Balancer's listener, mode verify; null without trust_store_bundle."
  value       = try(aws_lb_trust_store.this[0].arn, null)
}

output "client_ca" {
  description = "What the gateway needs to ask for the edge's client certificate; null unless contract.origin_locks has origin-mtls or authenticated-origin-pulls."
  value       = local.client_ca
}

output "secret_header" {
  description = "Name and value of the header that the CDN is to add, by the variable of the same name of cloudfront-edge; null without it. It is in the state."
  value       = var.secret_header
  sensitive   = true
  precondition {
    condition     = !local.has_secret_header || var.accept_secret_in_state
    error_message = "secret_header must be null unless accept_secret_in_state is true: a custom header of CloudFront is a plain attribute with no write-only form, so that its value lies in the state, in plans and with everyone who reads them. Prefer \"origin-mtls\" or \"vpc-origin\"."
  }
  precondition {
    condition     = local.secret_header_is_free
    error_message = "secret_header.name must begin with x- in lower case, be free at CloudFront (no x-amz-, x-amzn-, x-edge-, x-forwarded-) and be neither the assertion's header nor the client IP's. What was given is not shown."
  }
  precondition {
    condition     = local.secret_is_long
    error_message = "secret_header.value must be 32 to 256 letters, digits, hyphens and underscores, drawn at random. What was given is not shown."
  }
  precondition {
    condition     = local.has_secret_header || !contains(var.contract.origin_locks, "secret-header")
    error_message = "secret_header must be given where contract.origin_locks has \"secret-header\"; got null. Give it, or take the lock out of the contract: the others do without a secret in the state."
  }
}

output "next_steps" {
  description = "What is left to do by hand, in order."
  value       = local.next_steps
}
