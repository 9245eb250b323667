locals {
  folder = "infra/terraform/examples/cloudflare-to-eks"
  store  = "--store '${module.range_refresh.ranges_reference}' > ${local.folder}/cloudflare.auto.tfvars"
  steps  = concat(module.range_refresh.next_steps, module.origin_lockdown.next_steps, module.cloudflare_edge.next_steps)
}

output "next_steps" {
  description = "What is left to do, in this order, with commands for the root of the checkout."
  value = [
    for step in local.steps :
    replace(replace(step, "terraform output", "terraform -chdir=${local.folder} output"), "--store STORE", local.store)
  ]
}

output "wrangler" {
  description = "What wrangler needs to know of this: `terraform output -json wrangler`."
  value       = module.cloudflare_edge.wrangler
}

output "load_balancer_dns_name" {
  description = "Name of the load balancer, which only Cloudflare's machines can connect to."
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

output "ranges_reference" {
  description = "Where the accepted lists lie: `ipseal ranges show cloudflare --as terraform --store …`."
  value       = module.range_refresh.ranges_reference
}

output "custom_rules" {
  description = "Rules that the zone needs, for a ruleset of yours where manage_custom_rules is false."
  value       = module.cloudflare_edge.custom_rules
}
