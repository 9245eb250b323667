mock_provider "cloudflare" {
  mock_resource "cloudflare_workers_kv_namespace" {
    defaults = { id = "0f0e0d0c0b0a09080706050403020100" }
  }
}

variables {
  account_id = "023e105f4ecef8ad9ca31a8372d0c353"
  zone_id    = "9a7806061c88ada191ed06f989cc3dac"
  zone_name  = "example.com"
  contract = {
    environment  = "production"
    prefix       = "shop-production"
    hosts        = ["www.example.com"]
    origin       = { domain = "origin.example.com", port = 443 }
    edge         = { providers = ["cloudflare"] }
    assertion    = { issuer = "https://edge.example.com", audience = "origin-production" }
    jwks_json    = "{\"keys\":[]}"
    signer       = "cloudflare-worker"
    origin_locks = ["prefix-list"]
  }
}

run "refuses_another_signer" {
  command = plan

  variables {
    contract = {
      environment  = "production"
      prefix       = "shop-production"
      hosts        = ["www.example.com"]
      origin       = { domain = "origin.example.com", port = 443 }
      edge         = { providers = ["cloudflare"] }
      assertion    = { issuer = "https://edge.example.com", audience = "origin-production" }
      signer       = "lambda-edge"
      origin_locks = ["prefix-list"]
    }
  }

  expect_failures = [var.contract]
}

run "refuses_any_host_without_patterns" {
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
  }

  expect_failures = [var.patterns]
}

run "refuses_an_account_that_is_no_id" {
  command = plan

  variables {
    account_id = "shop"
  }

  expect_failures = [var.account_id]
}

run "refuses_a_zone_that_is_no_id" {
  command = plan

  variables {
    zone_id = "example.com"
  }

  expect_failures = [var.zone_id]
}

run "refuses_a_zone_name_with_a_scheme" {
  command = plan

  variables {
    zone_name = "https://example.com"
  }

  expect_failures = [var.zone_name]
}

run "refuses_an_environment_with_a_space" {
  command = plan

  variables {
    wrangler_environment = "my production"
  }

  expect_failures = [var.wrangler_environment]
}

run "refuses_a_worker_name_in_capitals" {
  command = plan

  variables {
    worker_name = "Ipseal"
  }

  expect_failures = [var.worker_name]
}

run "refuses_no_patterns" {
  command = plan

  variables {
    patterns = []
  }

  expect_failures = [var.patterns]
}

run "refuses_a_pattern_with_a_scheme" {
  command = plan

  variables {
    patterns = ["https://www.example.com/*"]
  }

  expect_failures = [var.patterns]
}

run "refuses_a_pattern_outside_of_the_zone" {
  command = plan

  variables {
    patterns = ["www.example.org/*"]
  }

  expect_failures = [var.patterns]
}

run "refuses_a_custom_domain_with_a_path" {
  command = plan

  variables {
    custom_domain = true
    patterns      = ["www.example.com/api/*"]
  }

  expect_failures = [var.custom_domain]
}

run "refuses_an_unknown_list" {
  command = plan

  variables {
    ranges = { providers = ["cloudflair"] }
  }

  expect_failures = [var.ranges]
}

run "refuses_no_list_at_all" {
  command = plan

  variables {
    ranges = {}
    contract = {
      environment  = "production"
      prefix       = "shop-production"
      hosts        = ["www.example.com"]
      origin       = { domain = "origin.example.com", port = 443 }
      edge         = { providers = ["edge"] }
      assertion    = { issuer = "https://edge.example.com", audience = "origin-production" }
      signer       = "cloudflare-worker"
      origin_locks = ["prefix-list"]
    }
  }

  expect_failures = [var.ranges]
}

run "refuses_a_schedule_in_words" {
  command = plan

  variables {
    ranges = { schedule = "rate(1 hour)" }
  }

  expect_failures = [var.ranges]
}

run "refuses_a_refresher_with_a_bad_name" {
  command = plan

  variables {
    ranges = { worker_name = "Refresh" }
  }

  expect_failures = [var.ranges]
}

run "refuses_settings_that_are_not_compiled" {
  command = plan

  variables {
    settings_json = jsonencode({ issuer = "https://edge.example.com", audience = "origin-production" })
  }

  expect_failures = [output.wrangler]
}

run "refuses_settings_with_a_private_key" {
  command = plan

  variables {
    settings_json = jsonencode({ v = 1, issuer = "https://edge.example.com", audience = "origin-production", trust = [{ d = "x" }], ownZones = [], digest = "abababababababababababababababababababababababababababababababab" })
  }

  expect_failures = [output.wrangler]
}

run "refuses_settings_for_other_verifiers" {
  command = plan

  variables {
    settings_json = jsonencode({ v = 1, issuer = "https://edge.example.org", audience = "origin-production", trust = [], ownZones = [], digest = "abababababababababababababababababababababababababababababababab" })
  }

  expect_failures = [output.wrangler]
}

run "refuses_settings_that_fit_no_variable" {
  command = plan

  variables {
    settings_json = jsonencode({ v = 1, issuer = "https://edge.example.com", audience = "origin-production", trust = [for index in range(400) : { name = "group-${index}" }], ownZones = [], digest = "abababababababababababababababababababababababababababababababab" })
  }

  expect_failures = [output.wrangler]
}

run "refuses_a_secret_that_is_no_name" {
  command = plan

  variables {
    secret_names = ["cf-proof=hunter2"]
  }

  expect_failures = [var.secret_names]
}

run "refuses_a_store_that_is_no_id" {
  command = plan

  variables {
    secrets_store = { store_id = "default" }
  }

  expect_failures = [var.secrets_store]
}

run "refuses_a_secret_name_with_a_space" {
  command = plan

  variables {
    secrets_store = { store_id = "8f7a1cdced6342c18d223ece462fd88d", secret_names = { IPSEAL_SIGNING_KEY = "the key" } }
  }

  expect_failures = [var.secrets_store]
}

run "refuses_records_beside_custom_domains" {
  command = plan

  variables {
    custom_domain = true
    dns           = { hosts = true }
  }

  expect_failures = [var.dns]
}

run "refuses_an_origin_target_that_is_an_address" {
  command = plan

  variables {
    dns = { origin = { target = "192.0.2.1" } }
  }

  expect_failures = [var.dns]
}

run "refuses_an_origin_record_outside_of_the_zone" {
  command = plan

  variables {
    dns = { origin = { target = "nlb.elb.us-east-1.amazonaws.com" } }
    contract = {
      environment  = "production"
      prefix       = "shop-production"
      hosts        = ["www.example.com"]
      origin       = { domain = "origin.example.org", port = 443 }
      edge         = { providers = ["cloudflare"] }
      assertion    = { issuer = "https://edge.example.com", audience = "origin-production" }
      signer       = "cloudflare-worker"
      origin_locks = ["prefix-list"]
    }
  }

  expect_failures = [var.dns]
}

run "refuses_an_origin_with_the_name_of_a_host" {
  command = plan

  variables {
    dns = { origin = { target = "nlb.elb.us-east-1.amazonaws.com" } }
    contract = {
      environment  = "production"
      prefix       = "shop-production"
      hosts        = ["www.example.com"]
      origin       = { domain = "www.example.com", port = 443 }
      edge         = { providers = ["cloudflare"] }
      assertion    = { issuer = "https://edge.example.com", audience = "origin-production" }
      signer       = "cloudflare-worker"
      origin_locks = ["prefix-list"]
    }
  }

  expect_failures = [var.dns]
}

run "refuses_old_tls" {
  command = plan

  variables {
    zone_settings = { min_tls_version = "1.0" }
  }

  expect_failures = [var.zone_settings]
}

run "refuses_to_remove_visitor_ip_headers" {
  command = plan

  variables {
    managed_transforms = { request = ["remove_visitor_ip_headers"], response = [] }
  }

  expect_failures = [var.managed_transforms]
}

run "refuses_a_certificate_in_place_of_its_id" {
  command = plan

  variables {
    authenticated_origin_pulls = { certificate_id = "-----BEGIN CERTIFICATE-----" }
  }

  expect_failures = [var.authenticated_origin_pulls]
}

run "refuses_a_lock_without_its_certificate" {
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
  }

  expect_failures = [var.authenticated_origin_pulls]
}

run "refuses_origin_pulls_for_a_name_that_is_not_proxied" {
  command = plan

  variables {
    authenticated_origin_pulls = { certificate_id = "2458ce5a-0c35-4c7f-82c7-8e9487d3ff60" }
    dns                        = { origin = { target = "nlb.elb.us-east-1.amazonaws.com", proxied = false } }
  }

  expect_failures = [var.authenticated_origin_pulls]
}

run "refuses_an_own_zone_that_is_no_domain" {
  command = plan

  variables {
    firewall = { own_zones = ["\" or true"] }
  }

  expect_failures = [var.firewall]
}

run "refuses_own_zones_that_the_settings_do_not_share" {
  command = plan

  variables {
    settings_json = jsonencode({ v = 1, issuer = "https://edge.example.com", audience = "origin-production", trust = [], ownZones = ["example.net"], digest = "abababababababababababababababababababababababababababababababab" })
  }

  expect_failures = [output.wrangler]
}

run "refuses_further_rules_without_a_ruleset" {
  command = plan

  variables {
    firewall = { manage = false, further_rules = [{ description = "d", expression = "true", action = "log" }] }
  }

  expect_failures = [var.firewall]
}

run "refuses_a_zone_that_removes_visitor_ip_headers" {
  command = plan

  override_data {
    target = data.cloudflare_managed_transforms.elsewhere[0]
    values = { managed_request_headers = [{ id = "remove_visitor_ip_headers", enabled = true, has_conflict = false, conflicts_with = [] }] }
  }

  expect_failures = [data.cloudflare_managed_transforms.elsewhere]
}
