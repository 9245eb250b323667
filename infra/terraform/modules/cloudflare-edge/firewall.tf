locals {
  own_zones = sort(distinct(concat([var.zone_name], tolist(var.firewall.own_zones))))

  # A proxied name of this zone answers whoever asks for it, past every route.
  hides_origin = try(var.dns.origin.proxied, false)

  # Custom rules run before the Worker. The first is Cloudflare's own example for Workers of other zones, and the empty
  # name stands for requests that no Worker sent
  # (https://developers.cloudflare.com/waf/custom-rules/use-cases/block-worker-subrequests/).
  custom_rules = concat(
    [{
      ref         = "ipseal_foreign_worker"
      description = "Refuse Workers of other zones: anybody can have one, and what it says of its client is its own"
      expression  = "(not cf.worker.upstream_zone in {\"\" ${join(" ", [for zone in local.own_zones : "\"${zone}\""])}})"
      action      = "block"
    }],
    local.hides_origin ? [{
      ref         = "ipseal_origin_name"
      description = "Refuse requests from outside for the origin's own name, which no Worker seals"
      expression  = "(http.host eq \"${var.contract.origin.domain}\" and cf.worker.upstream_zone eq \"\")"
      action      = "block"
    }] : [],
  )
}

# One for each zone and phase: an existing one has to be imported, or kept with `manage = false`.
resource "cloudflare_ruleset" "custom" {
  count = var.firewall.manage ? 1 : 0

  zone_id     = var.zone_id
  name        = "${var.contract.prefix}-custom-rules"
  description = "What the client-IP edge refuses before the Worker runs"
  kind        = "zone"
  phase       = "http_request_firewall_custom"
  rules = concat(
    [for rule in local.custom_rules : merge(rule, { enabled = true })],
    # References keep a rule's id when others are added before it.
    [for index, rule in var.firewall.further_rules : merge(rule, { ref = "further_${index}", enabled = true })],
  )
}
