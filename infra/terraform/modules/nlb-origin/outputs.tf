output "load_balancer_arn" {
  description = "ARN of the load balancer: a VPC origin of cloudfront-edge takes it. Null with annotations_only."
  value       = try(aws_lb.this[0].arn, data.aws_lb.controlled[0].arn, null)
}

output "dns_name" {
  description = "Name of the load balancer, for a record of yours that the edge connects to and whose certificate the gateway has."
  value       = try(aws_lb.this[0].dns_name, data.aws_lb.controlled[0].dns_name, null)
}

output "zone_id" {
  description = "Hosted zone of that name, for an alias record."
  value       = try(aws_lb.this[0].zone_id, data.aws_lb.controlled[0].zone_id, null)
}

output "target_group_arns" {
  description = "ARN of the target group of each port."
  value = merge(
    { for port, group in aws_lb_target_group.this : port => group.arn },
    { for port, group in data.aws_lb_target_group.controlled : port => group.arn },
  )
}

output "security_group_id" {
  description = "Security group with which the load balancer connects: let it in, and nobody else, on the targets' port of nodes or pods. Null with owner controller, whose groups it manages itself."
  value       = try(aws_security_group.this[0].id, null)
}

output "ip_address_type" {
  description = "ipv4 or dualstack, as it came out."
  value       = local.ip_address_type
}

output "rules_by_security_group" {
  description = "How many inbound rules each security group counts, for each family, of rules_per_security_group."
  value       = local.rules_by_group
}

output "service_annotations" {
  description = "With owner controller: annotations for the gateway's Service, or for what makes it. Empty with owner terraform, where that Service must not be of type LoadBalancer."
  value       = local.is_terraform ? {} : local.annotations
}

output "target_group_configuration_yaml" {
  description = "With owner controller and the Gateway API in place of annotations: the TargetGroupConfiguration. Null with owner terraform."
  value       = local.is_terraform ? null : yamlencode(local.target_group_configuration)
}

output "load_balancer_configuration_yaml" {
  description = "The same for the Gateway: the LoadBalancerConfiguration that lets in the edge alone. Null with owner terraform."
  value       = local.is_terraform ? null : yamlencode(local.load_balancer_configuration)
}

output "target_group_bindings_yaml" {
  description = "With owner terraform: TargetGroupBindings, by which the AWS Load Balancer Controller registers the gateway's pods or nodes and lets the load balancer in. Null with owner controller."
  value       = local.is_terraform ? join("---\n", [for port, binding in local.target_group_bindings : yamlencode(binding)]) : null
}

output "target_group_attributes" {
  description = "Attributes that decide whose address is behind the load balancer, as AWS names them."
  value       = local.target_group_attributes
}

output "proxy_senders" {
  description = "Prefixes from which the gateway is to believe PROXY headers, and no others. Empty without PROXY protocol."
  value       = local.load_balancer.proxy_protocol_v2 ? var.contract.load_balancer_prefixes : []
}
