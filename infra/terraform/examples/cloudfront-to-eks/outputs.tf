output "next_steps" {
  description = "What is left to do, in this order, with commands for the root of the checkout. Nothing here holds a secret; some of it writes one where Terraform does not look."
  value = concat(
    module.signing_keys.next_steps,
    module.cloudfront_edge.next_steps,
    ["Point ${join(", ", var.hosts)} at ${module.cloudfront_edge.domain_name}, once a request that is forged by hand is refused."],
  )
}

output "distribution_domain_name" {
  description = "What hosts have to be aliases of."
  value       = module.cloudfront_edge.domain_name
}

output "load_balancer_dns_name" {
  description = "Name of the load balancer, which only CloudFront can connect to."
  value       = module.nlb_origin.dns_name
}

output "target_group_arns" {
  description = "By port: target-group-arn in settings.yaml of the Kubernetes overlay."
  value       = module.nlb_origin.target_group_arns
}

output "load_balancer_security_group" {
  description = "load-balancer-security-group in settings.yaml of the Kubernetes overlay."
  value       = module.nlb_origin.security_group_id
}

output "proxy_senders" {
  description = "From where the gateway may believe PROXY headers: load-balancer.yaml of the overlay."
  value       = module.nlb_origin.proxy_senders
}

output "key_store" {
  description = "Where `ipseal keys rotate --store` writes."
  value       = module.signing_keys.store_reference
}
