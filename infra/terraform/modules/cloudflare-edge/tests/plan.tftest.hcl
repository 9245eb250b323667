mock_provider "cloudflare" {
  source = "./tests/mocks"
}

run "hands_over_lists_to_the_edge" {
  variables {
    ranges = {}
  }

  assert {
    condition     = output.wrangler.workers.edge.vars.IPSEAL_RANGES == "kv:IPSEAL_KV" && output.wrangler.workers.edge.kv_namespaces == output.wrangler.workers["refresh-ranges"].kv_namespaces
    error_message = "the edge reads the namespace that the refresher writes"
  }
}

run "hands_over_settings_in_the_namespace" {
  variables {
    settings_in_namespace = true
  }

  assert {
    condition     = jsonencode(output.wrangler.workers.edge.vars) == jsonencode({ IPSEAL_KEYS = "kv:IPSEAL_KV/production" }) && !can(output.wrangler.workers["refresh-ranges"])
    error_message = "a variable would win over the namespace"
  }
  assert {
    condition     = anytrue([for step in output.next_steps : startswith(step, "npx wrangler kv key put production/settings ")])
    error_message = "somebody has to put the settings there"
  }
}

run "hands_over_a_secrets_store" {
  variables {
    secret_names  = ["cf-proof"]
    ranges        = { read_by_edge = false }
    secrets_store = { store_id = "8f7a1cdced6342c18d223ece462fd88d" }
  }

  assert {
    condition     = [for secret in output.wrangler.workers.edge.secrets_store_secrets : secret.secret_name] == ["shop-production-ipseal-signing-key", "shop-production-ipseal-secret-cf-proof"]
    error_message = "every secret of the edge comes from the store"
  }
  assert {
    condition     = length(output.wrangler.workers.edge.secrets) == 0 && output.wrangler.workers["refresh-ranges"].secrets_store_secrets[0].binding == "IPSEAL_RANGES_SIGNING_KEY"
    error_message = "a secret has one place"
  }
}

run "hands_over_custom_domains" {
  variables {
    custom_domain = true
  }

  assert {
    condition = output.wrangler.workers.edge.routes == [
    { pattern = "www.example.com", zone_id = "9a7806061c88ada191ed06f989cc3dac", custom_domain = true }]
    error_message = "a custom domain is a host name without a path"
  }
  assert {
    condition     = !anytrue([for step in output.next_steps : strcontains(step, "fail closed")])
    error_message = "behind a custom domain is no origin that a request could reach unsealed"
  }
}

run "settings_bring_their_secrets" {
  variables {
    settings_json = jsonencode({
      v         = 1
      issuer    = "https://edge.example.com"
      audience  = "origin-production"
      trust     = [{ name = "cdn", proof = { header = "x-origin-proof", secret = "cf-proof" } }, { name = "lb" }]
      ownZones  = []
      origins   = []
      assertion = {}
      digest    = "abababababababababababababababababababababababababababababababab"
    })
  }

  assert {
    condition     = join(" ", output.wrangler.workers.edge.secrets) == "IPSEAL_SIGNING_KEY IPSEAL_SECRET_CF_PROOF" && output.wrangler.workers.edge.vars.IPSEAL_CONFIG == var.settings_json
    error_message = "settings go over with the names of the secrets that they need"
  }
}

run "zone_is_as_the_edge_assumes" {
  assert {
    condition = { for id, setting in cloudflare_zone_setting.edge : id => setting.value } == {
      ssl                 = "strict"
      min_tls_version     = "1.2"
      tls_1_3             = "on"
      "0rtt"              = "off"
      always_use_https    = "on"
      pseudo_ipv4         = "off"
      ipv6                = "on"
      opportunistic_onion = "off"
    }
    error_message = "the edge relies on these settings and on no other"
  }
  assert {
    condition     = length(cloudflare_managed_transforms.zone) == 0 && length(cloudflare_authenticated_origin_pulls_settings.zone) == 0 && length(cloudflare_dns_record.host) == 0
    error_message = "what nobody asked for is left alone"
  }
}

run "foreign_workers_are_refused" {
  variables {
    firewall = { own_zones = ["example.net"], further_rules = [{ description = "Log", expression = "true", action = "log" }] }
    dns      = { hosts = true, origin = { target = "nlb.elb.us-east-1.amazonaws.com" } }
  }

  assert {
    condition = [for rule in cloudflare_ruleset.custom[0].rules : [rule.action, rule.expression]] == [
      ["block", "(not cf.worker.upstream_zone in {\"\" \"example.com\" \"example.net\"})"],
      ["block", "(http.host eq \"origin.example.com\" and cf.worker.upstream_zone eq \"\")"],
      ["log", "true"],
    ]
    error_message = "foreign Workers and requests past the Worker are refused, before any rule of the caller"
  }
  assert {
    condition     = cloudflare_dns_record.host["www.example.com"].content == "100::" && cloudflare_dns_record.host["www.example.com"].proxied
    error_message = "without the Worker a host ends nowhere"
  }
  assert {
    condition     = cloudflare_dns_record.origin[0].proxied && cloudflare_dns_record.origin[0].content == "nlb.elb.us-east-1.amazonaws.com"
    error_message = "the origin's name leads to the load balancer, behind Cloudflare"
  }
}

run "a_record_of_somebody_elses_is_left_alone" {
  variables {
    patterns = ["www.example.com/*", "canary.example.com/*"]
    dns      = { hosts = true, existing = ["www.example.com"] }
  }

  assert {
    condition     = keys(cloudflare_dns_record.host) == ["canary.example.com"] && anytrue([for step in output.next_steps : strcontains(step, "unsealed, to where the host's record leads")])
    error_message = "a record that is there already is not made once more, and leads past the Worker where a route fails open"
  }
}

run "rules_are_handed_to_another_ruleset" {
  variables {
    firewall = { manage = false }
  }

  assert {
    condition     = length(cloudflare_ruleset.custom) == 0 && output.custom_rules[0].action == "block"
    error_message = "a zone has one ruleset for each phase"
  }
}

run "origin_pulls_are_switched_on_and_nothing_more" {
  variables {
    authenticated_origin_pulls = { certificate_id = "2458ce5a-0c35-4c7f-82c7-8e9487d3ff60" }
  }

  assert {
    condition     = output.authenticated_origin_pulls && cloudflare_authenticated_origin_pulls_settings.zone[0].enabled
    error_message = "the zone's own certificate has to be in use"
  }
  assert {
    condition     = strcontains(output.next_steps[0], "2458ce5a-0c35-4c7f-82c7-8e9487d3ff60")
    error_message = "the first step looks at the certificate"
  }
}
