mock_provider "aws" {
  source = "./tests/mocks"
}

run "contract_of_a_worker" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudflare-worker"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["prefix-list"]
      tags                            = {}
    }
    cloudfront_function = null
  }
  expect_failures = [var.contract]
}

run "contract_for_any_host" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["*"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["prefix-list"]
      tags                            = {}
    }
  }
  expect_failures = [var.contract]
}

run "contract_with_a_prefix_too_long_for_names" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-shop-shop-shop-production-eu"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["prefix-list"]
      tags                            = {}
    }
  }
  expect_failures = [var.contract]
}

run "certificate_of_another_region" {
  command = plan
  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
  }
  expect_failures = [var.certificate_arn]
}

run "no_function_at_all" {
  command = plan
  variables {
    cloudfront_function = null
  }
  expect_failures = [var.cloudfront_function]
}

run "two_functions_at_once" {
  command = plan
  variables {
    lambda_edge = { package = "versions.tf", key_reference = "ssm:/ipseal/prod", read_policy_json = "{\"Statement\":[]}" }
  }
  expect_failures = [var.lambda_edge]
}

run "a_function_file_that_is_not_there" {
  command = plan
  variables {
    cloudfront_function = { code = "dist/functions/none.js" }
  }
  expect_failures = [var.cloudfront_function]
}

run "a_function_file_that_cloudfront_would_not_take" {
  command = plan
  variables {
    cloudfront_function = { code = "tests/too-long.txt" }
  }
  expect_failures = [var.cloudfront_function]
}
