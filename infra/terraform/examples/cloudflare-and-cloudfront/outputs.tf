locals {
  folder = "infra/terraform/examples/cloudflare-and-cloudfront"
  store  = "--store '${module.range_refresh.ranges_reference}' > ${local.folder}/cloudflare.auto.tfvars"
  # The public halves of both edges' keys make one set; worker.json is the Worker's.
  key_steps = [for step in module.signing_keys.next_steps : replace(step, "keys jwks stored.json", "keys jwks stored.json worker.json")]
  steps = concat(
    local.key_steps,
    [
      "npm run --silent ipseal -- compile --topology shop.json --target terraform --overwrite --out ${local.folder}",
      "terraform -chdir=${local.folder} apply",
    ],
    module.range_refresh.next_steps,
    module.lockdown_cloudflare.next_steps,
    module.cloudfront_edge.next_steps,
    module.cloudflare_edge.next_steps,
  )
}

output "next_steps" {
  description = "What is left to do, in this order, with commands for the root of the checkout. Nothing here holds a secret; some of it writes one where Terraform does not look."
  value = [
    for step in local.steps :
    replace(replace(step, "terraform output", "terraform -chdir=${local.folder} output"), "--store STORE", local.store)
  ]
}

output "wrangler" {
  description = "What wrangler needs to know of this: `terraform output -json wrangler`."
  value       = module.cloudflare_edge.wrangler
}

output "distribution_domain_name" {
  description = "What hosts are aliases of where CloudFront serves."
  value       = module.cloudfront_edge.domain_name
}

output "load_balancer_dns_name" {
  description = "Name of the load balancer, which only machines of the two CDNs can connect to."
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
  description = "Where `ipseal keys rotate --store` writes the key of Lambda@Edge."
  value       = module.signing_keys.store_reference
}

output "ranges_reference" {
  description = "Where Cloudflare's accepted list lies: `ipseal ranges show cloudflare --as terraform --store …`."
  value       = module.range_refresh.ranges_reference
}

output "custom_rules" {
  description = "Rules that the zone needs, for a ruleset of yours where manage_custom_rules is false."
  value       = module.cloudflare_edge.custom_rules
}
