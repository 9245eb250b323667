# 100:: is an address at which there is nothing (RFC 6666), which Cloudflare calls originless and names for hosts that a Worker
# answers. A route without its Worker, or one past its request limit that fails open, then ends in an error and not at the
# origin, unsealed.
resource "cloudflare_dns_record" "host" {
  for_each = var.dns.hosts ? setsubtract(local.hosts, var.dns.existing) : toset([])

  zone_id = var.zone_id
  name    = each.value
  type    = "AAAA"
  content = "100::"
  proxied = true
  # 1 is "automatic", the only one that a proxied record has.
  ttl = 1
  # A comment holds 100 characters on the free plan.
  comment = substr("${var.contract.prefix}: answered by the Worker ${local.worker_name}", 0, 100)
}

# The Worker asks for this name. Proxied, its address stays hidden and the origin is shown the zone's client certificate;
# a request from outside for the same name is refused by the custom rules.
resource "cloudflare_dns_record" "origin" {
  count = var.dns.origin == null ? 0 : 1

  zone_id = var.zone_id
  name    = var.contract.origin.domain
  type    = "CNAME"
  content = var.dns.origin.target
  proxied = var.dns.origin.proxied
  ttl     = var.dns.origin.proxied ? 1 : 300
  comment = substr("${var.contract.prefix}: load balancer behind the Worker ${local.worker_name}", 0, 100)
}
