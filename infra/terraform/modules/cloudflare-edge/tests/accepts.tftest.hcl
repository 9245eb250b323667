mock_provider "cloudflare" {
  source = "./tests/mocks"
}

run "accepts_the_least" {
  command = plan
}

run "accepts_patterns_where_hosts_are_any" {
  command = plan

  variables {
    contract = {
      environment  = "production"
      prefix       = "shop-production"
      hosts        = ["*"]
      origin       = { domain = "origin.example.com", port = 443 }
      edge         = { providers = ["cloudflare"] }
      assertion    = { issuer = "https://edge.example.com", audience = "origin-production" }
      signer       = "cloudflare-worker"
      origin_locks = ["prefix-list"]
    }
    patterns = ["example.com/*", "*.example.com/*"]
  }
}

run "accepts_names_of_its_own" {
  command = plan

  variables {
    wrangler_environment = "eu_1"
    worker_name          = "shop-edge"
  }
}

run "accepts_custom_domains" {
  command = plan

  variables {
    custom_domain = true
  }
}

run "accepts_lists_in_a_namespace" {
  command = plan

  variables {
    ranges = { providers = ["cloudflare", "cloudfront"], schedule = "*/30 * * * *", worker_name = "shop-lists" }
  }
}

run "accepts_settings_and_their_own_zones" {
  command = plan

  variables {
    settings_json = jsonencode({ v = 1, issuer = "https://edge.example.com", audience = "origin-production", trust = [{ name = "cdn", proof = { header = "x-origin-proof", secret = "cf-proof" } }], ownZones = ["example.net"], digest = "abababababababababababababababababababababababababababababababab" })
    firewall      = { own_zones = ["example.net"] }
  }
}

run "accepts_settings_with_an_origin_for_each_host" {
  command = plan

  variables {
    patterns      = ["shop.example.com/*", "example.com/*", "*.shops.example.com/*"]
    settings_json = jsonencode({ v = 1, issuer = "https://edge.example.com", audience = "origin-production", trust = [], ownZones = [], origins = [{ match = "Example.com" }, { match = "*.example.com" }], digest = "abababababababababababababababababababababababababababababababab" })
  }
}

run "accepts_a_secrets_store" {
  command = plan

  variables {
    secret_names  = ["cf-proof"]
    secrets_store = { store_id = "8f7a1cdced6342c18d223ece462fd88d", secret_names = { IPSEAL_SIGNING_KEY = "shop_key" } }
  }
}

run "accepts_records" {
  command = plan

  variables {
    dns = { hosts = true, origin = { target = "nlb.elb.us-east-1.amazonaws.com" } }
  }
}

run "accepts_tls_1_3_alone" {
  command = plan

  variables {
    zone_settings = { min_tls_version = "1.3", enterprise = true }
  }
}

run "accepts_other_managed_transforms" {
  command = plan

  variables {
    managed_transforms = { request = ["add_visitor_location_headers"], response = ["remove_x-powered-by_header"] }
  }
}

run "accepts_an_own_certificate_for_origin_pulls" {
  command = plan

  variables {
    contract = {
      environment  = "production"
      prefix       = "shop-production"
      hosts        = ["www.example.com"]
      origin       = { domain = "origin.example.com", port = 443 }
      edge         = { providers = ["cloudflare"] }
      assertion    = { issuer = "https://edge.example.com", audience = "origin-production" }
      signer       = "cloudflare-worker"
      origin_locks = ["authenticated-origin-pulls"]
    }
    authenticated_origin_pulls = { certificate_id = "2458ce5a-0c35-4c7f-82c7-8e9487d3ff60" }
    dns                        = { origin = { target = "nlb.elb.us-east-1.amazonaws.com" } }
  }
}

run "accepts_further_rules" {
  command = plan

  variables {
    firewall = { further_rules = [{ description = "Log", expression = "true", action = "log" }] }
  }
}

run "accepts_a_zone_that_others_configure" {
  command = plan

  variables {
    zone_settings = { manage = false }
    firewall      = { manage = false }
  }
}

run "accepts_a_zone_that_keeps_visitor_ip_headers" {
  command = apply

  override_data {
    target = data.cloudflare_managed_transforms.elsewhere[0]
    values = { managed_request_headers = [{ id = "remove_visitor_ip_headers", enabled = false, has_conflict = false, conflicts_with = [] }] }
  }
}
