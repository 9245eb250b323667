# What every run begins from, as Terraform takes the values beside its tests; each run says what is otherwise.
name           = "shop"
environment    = "prod"
namespace      = "shop"
hosts          = ["shop.example.com"]
origin_url     = "https://origin.example.com"
edge_providers = ["cloudflare"]
# Cloudflare's own, some of them.
edge_prefixes_ipv4 = ["104.16.0.0/13", "173.245.48.0/20"]
edge_prefixes_ipv6 = ["2400:cb00::/32"]
load_balancer = {
  product                 = "aws-nlb"
  layer                   = 4
  proxy_protocol          = "v2"
  proxy_protocol_v2       = true
  preserve_client_ip      = false
  target_type             = "ip"
  health_check_protocol   = "TCP"
  external_traffic_policy = null
}
load_balancer_prefixes = ["10.0.16.0/20"]
issuer                 = "https://edge.example.com"
audience               = "origin-prod"
signer                 = "cloudflare-worker"
origin_locks           = ["prefix-list", "authenticated-origin-pulls"]
