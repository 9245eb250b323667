mock_provider "cloudflare" {
  source = "./tests/mocks"
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

  expect_failures = [output.authenticated_origin_pulls]
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
