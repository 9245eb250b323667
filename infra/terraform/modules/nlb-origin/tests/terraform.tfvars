# What every run begins from, as Terraform takes the values beside its tests; each run says what is otherwise.
contract = {
  name         = "shop"
  namespace    = "shop"
  prefix       = "shop-prod"
  exposure     = "public"
  tags         = { "ipseal:path" = "shop", "ipseal:environment" = "prod" }
  origin_locks = ["prefix-list"]
  edge         = { prefixes_ipv4 = ["203.0.113.0/24", "198.51.100.0/24"] }
  load_balancer = {
    proxy_protocol_v2       = true
    preserve_client_ip      = false
    target_type             = "ip"
    health_check_protocol   = "TCP"
    external_traffic_policy = "Cluster"
  }
  load_balancer_prefixes = ["10.20.0.0/16"]
}
vpc_id     = "vpc-0123456789abcdef0"
subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
ingress_prefix_lists = {
  cloudflare-ipv4 = { id = "pl-0123456789abcdef0", weight = 20, address_family = "IPv4" }
  cloudflare-ipv6 = { id = "pl-0123456789abcdef1", weight = 10, address_family = "IPv6" }
}
