# What Cloudflare would answer, where the shape of it matters.

mock_data "cloudflare_managed_transforms" {
  defaults = { managed_request_headers = [], managed_response_headers = [] }
}

mock_resource "cloudflare_workers_kv_namespace" {
  defaults = { id = "00000000000000000000000000000004" }
}
