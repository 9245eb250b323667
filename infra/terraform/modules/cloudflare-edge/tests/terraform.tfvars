# What every run begins from, as Terraform takes the values beside its tests; each run says what is otherwise.
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
  jwks_json    = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"kid\":\"edge-2026-11\",\"use\":\"sig\",\"x\":\"xaNcVmxr2_MUlqPX3xPfICxse_NHiM7LfTOYr5CbX4E\",\"y\":\"jdn8Bk5g5SSnU5wTiYC3tWkFPxj5QmkaGUZ9iYKyqRk\"}]}"
  signer       = "cloudflare-worker"
  origin_locks = ["prefix-list"]
}
