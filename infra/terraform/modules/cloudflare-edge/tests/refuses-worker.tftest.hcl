mock_provider "cloudflare" {
  source = "./tests/mocks"
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

run "refuses_settings_with_no_origin_for_a_host" {
  command = plan

  variables {
    patterns      = ["shop.example.com/*", "example.com/*"]
    settings_json = jsonencode({ v = 1, issuer = "https://edge.example.com", audience = "origin-production", trust = [], ownZones = [], origins = [{ match = "canary.example.com" }, { match = "*.example.com" }], digest = "abababababababababababababababababababababababababababababababab" })
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

run "refuses_own_zones_that_the_settings_do_not_share" {
  command = plan

  variables {
    settings_json = jsonencode({ v = 1, issuer = "https://edge.example.com", audience = "origin-production", trust = [], ownZones = ["example.net"], digest = "abababababababababababababababababababababababababababababababab" })
  }

  expect_failures = [output.wrangler]
}
