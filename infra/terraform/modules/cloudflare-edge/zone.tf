locals {
  zone_settings = merge(
    {
      # The Worker's requests to names of its own zone follow it: below "strict" the origin's certificate is not looked
      # at, and with "flexible" an assertion goes over plain HTTP, to be read and used by whoever is on the way.
      ssl = "strict"
      # Clients and the path to them; what Cloudflare takes by default, 1.0, is what RFC 8996 forbids.
      min_tls_version = var.zone_settings.min_tls_version
      tls_1_3         = "on"
      # A first request in 0-RTT can be sent again by whoever saw it, and the copy would be sealed with his address.
      "0rtt" = "off"
      # The Worker would seal a request that came over plain HTTP like any other.
      always_use_https = "on"
      # 240.0.0.0/4 in place of an IPv6 address is no address of anybody; the edge refuses it as pseudo-ipv4.
      pseudo_ipv4 = "off"
      # Without it clients with both come over their provider's shared IPv4, many behind one address.
      ipv6 = "on"
      # Tor users would come from addresses in Cloudflare's own 2405:8100::/32 that stand for circuits
      # (https://blog.cloudflare.com/cloudflare-onion-service/), which the edge refuses as infrastructure-peer.
      opportunistic_onion = "off"
    },
    # A second name for CF-Connecting-IP, which in a zone that is not behind another one only misleads.
    var.zone_settings.enterprise ? { true_client_ip_header = "off" } : {},
  )
}

resource "cloudflare_zone_setting" "edge" {
  for_each = var.zone_settings.manage ? local.zone_settings : {}

  zone_id    = var.zone_id
  setting_id = each.key
  value      = each.value
}

# It owns every Managed Transform of the zone: what is not named here is switched off. Only those that are on are listed,
# since listed as off they were seen to differ in every plan (terraform-provider-cloudflare #5627).
resource "cloudflare_managed_transforms" "zone" {
  count = var.managed_transforms == null ? 0 : 1

  zone_id                  = var.zone_id
  managed_request_headers  = [for id in var.managed_transforms.request : { id = id, enabled = true }]
  managed_response_headers = [for id in var.managed_transforms.response : { id = id, enabled = true }]
}

data "cloudflare_managed_transforms" "elsewhere" {
  count = var.managed_transforms == null ? 1 : 0

  zone_id = var.zone_id
  lifecycle {
    postcondition {
      condition     = !anytrue([for transform in coalesce(self.managed_request_headers, []) : transform.enabled && transform.id == "remove_visitor_ip_headers"])
      error_message = "The Managed Transform \"Remove visitor IP headers\" must be off: it takes away CF-Connecting-IP, and the edge refuses every request that lacks it. Switch it off under Rules, Settings, Managed Transforms; got remove_visitor_ip_headers enabled."
    }
  }
}

# Zone-level pulls with the zone's own certificate; the global kind (the zone setting tls_client_auth, not here) has one
# certificate for all accounts, and whoever has an account gets past it. The certificate is uploaded beside Terraform: the
# provider has its private key as a plain argument (cloudflare_authenticated_origin_pulls_certificate, 5.14), and the
# resource and data source for single certificates read a private_key back. This one has a switch and nothing else.
resource "cloudflare_authenticated_origin_pulls_settings" "zone" {
  count = var.authenticated_origin_pulls == null ? 0 : 1

  zone_id = var.zone_id
  enabled = true
}
