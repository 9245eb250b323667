# What every run begins from, as Terraform takes the values beside its tests; each run says what is otherwise.
contract = {
  name         = "shop"
  namespace    = "shop"
  prefix       = "shop-prod"
  tags         = { "ipseal:path" = "shop", "ipseal:environment" = "prod" }
  origin_locks = ["prefix-list"]
  edge = {
    providers           = ["cloudfront", "cloudflare"]
    managed_prefix_list = null
    prefixes_ipv4       = ["203.0.113.0/24", "198.51.100.0/24"]
    prefixes_ipv6       = ["2001:db8::/32"]
  }
  assertion        = { header = "x-client-ip-assertion" }
  client_ip_header = "x-client-ip"
}
