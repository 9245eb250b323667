mock_provider "aws" {}

run "contract" {
  module {
    source = "../contract"
  }
  variables {
    name           = "shop"
    environment    = "prod"
    hosts          = ["www.example.com"]
    origin_url     = "https://origin.example.com:8443"
    edge_providers = ["cloudfront"]
    load_balancer = {
      product               = "aws-nlb"
      layer                 = 4
      proxy_protocol        = "v2"
      proxy_protocol_v2     = true
      preserve_client_ip    = false
      target_type           = "ip"
      health_check_protocol = "TCP"
    }
    load_balancer_prefixes = ["10.0.16.0/20"]
    issuer                 = "https://edge.example.com"
    audience               = "origin-prod"
    signer                 = "cloudfront-function"
    signer_event           = "viewer-request"
    origin_locks           = ["prefix-list"]
  }
}

run "the_contract_as_it_is_fits" {
  command = plan
  variables {
    contract            = run.contract.contract
    certificate_arn     = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
    cloudfront_function = { code = "versions.tf" }
  }
  assert {
    condition     = aws_cloudfront_function.this[0].name == "shop-prod" && aws_cloudfront_distribution.this.aliases == toset(["www.example.com"])
    error_message = "Names and aliases must be the contract's."
  }
  assert {
    condition     = alltrue([for origin in aws_cloudfront_distribution.this.origin : origin.domain_name == "origin.example.com" && one(origin.custom_origin_config).https_port == 8443])
    error_message = "The origin must be that of origin_url."
  }
}
