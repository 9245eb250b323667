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
  description = "Name and value for custom_header of cloudfront-edge; null without it. It is in the state."
  value       = var.secret_header
  sensitive   = true
}

output "next_steps" {
  description = "What is left to do by hand, in order."
  value       = local.next_steps
}
