mock_provider "cloudflare" {
  source = "./tests/mocks"
}


# What test/live/terraform/wrangler-agreement.test.ts holds to wrangler.toml and wrangler.refresh-ranges.toml.

run "hands_over_production" {
  variables {
    ranges = { providers = ["cloudflare", "cloudfront"], read_by_edge = false }
  }

  assert {
    condition     = output.wrangler.environment == "production" && output.wrangler.account_id == var.account_id
    error_message = "wrangler has to know which environment of which account this is"
  }
  assert {
    condition = output.wrangler.workers.edge.routes == [
    { pattern = "www.example.com/*", zone_id = "9a7806061c88ada191ed06f989cc3dac" }]
    error_message = "every host needs a route of the zone"
  }
  assert {
    condition     = output.wrangler.workers.edge.name == "ipseal-production" && length(output.wrangler.workers.edge.kv_namespaces) == 0
    error_message = "an edge that reads no lists has no namespace"
  }
  assert {
    condition     = jsonencode(output.wrangler.workers["refresh-ranges"].kv_namespaces) == jsonencode([{ binding = "IPSEAL_KV", id = "0f0e0d0c0b0a09080706050403020100" }])
    error_message = "the refresher needs the namespace of this zone"
  }
  assert {
    condition     = jsondecode(output.wrangler.workers["refresh-ranges"].vars.IPSEAL_RANGES_FEEDS).providers == ["cloudflare", "cloudfront"]
    error_message = "the refresher has to be told which lists"
  }
}

run "hands_over_staging" {
  variables {
    wrangler_environment = "staging"
    contract = {
      environment  = "stage"
      prefix       = "shop-stage"
      hosts        = ["www.staging.example.com"]
      origin       = { domain = "origin.staging.example.com", port = 443 }
      edge         = { providers = ["cloudflare"] }
      assertion    = { issuer = "https://edge.staging.example.com", audience = "origin-staging" }
      jwks_json    = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"kid\":\"edge-2026-11\",\"use\":\"sig\",\"x\":\"xaNcVmxr2_MUlqPX3xPfICxse_NHiM7LfTOYr5CbX4E\",\"y\":\"jdn8Bk5g5SSnU5wTiYC3tWkFPxj5QmkaGUZ9iYKyqRk\"}]}"
      signer       = "cloudflare-worker"
      origin_locks = ["prefix-list"]
    }
    ranges = { read_by_edge = false }
  }

  assert {
    condition     = output.wrangler.workers.edge.name == "ipseal-staging" && output.wrangler.workers["refresh-ranges"].name == "ipseal-refresh-ranges-staging"
    error_message = "Workers are called as wrangler would call them"
  }
  assert {
    condition     = jsondecode(output.wrangler.workers["refresh-ranges"].vars.IPSEAL_RANGES_FEEDS).providers == ["cloudflare"]
    error_message = "without a choice the lists are those of the path's CDNs"
  }
}
