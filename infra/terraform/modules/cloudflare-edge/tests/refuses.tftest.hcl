mock_provider "cloudflare" {
  source = "./tests/mocks"
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
