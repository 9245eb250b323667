mock_resource "cloudflare_workers_kv_namespace" {
  defaults = { id = "0f0e0d0c0b0a09080706050403020100" }
}
