mock_provider "aws" {
  source = "./tests/mocks"
}

run "origin_domain_as_a_url" {
  command = plan
  variables {
    origin_domain = "https://origin.example.com"
  }
  expect_failures = [var.origin_domain]
}

run "origin_that_nobody_names" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["prefix-list"]
      tags                            = {}
    }
  }
  expect_failures = [var.origin_domain]
}

run "origin_that_is_the_distribution_itself" {
  command = plan
  variables {
    origin_domain = "www.example.com"
  }
  expect_failures = [var.origin_domain]
}

run "origin_of_the_contract_that_is_the_distribution_itself" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "www.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["prefix-list"]
      tags                            = {}
    }
  }
  expect_failures = [var.origin_domain]
}

run "origin_read_timeout_beyond_the_quota" {
  command = plan
  variables {
    origin_read_timeout = 121
  }
  expect_failures = [var.origin_read_timeout]
}

run "origin_ip_address_type_that_is_none" {
  command = plan
  variables {
    origin_ip_address_type = "dual"
  }
  expect_failures = [var.origin_ip_address_type]
}

run "vpc_origin_that_no_lock_asks_for" {
  command = plan
  variables {
    vpc_origin_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/shop/0123456789abcdef"
  }
  expect_failures = [var.vpc_origin_arn]
}

run "vpc_origin_lock_without_its_load_balancer" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["vpc-origin"]
      tags                            = {}
    }
  }
  expect_failures = [var.vpc_origin_arn]
}

run "vpc_origin_that_is_a_target_group" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["vpc-origin"]
      tags                            = {}
    }
    vpc_origin_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0123456789abcdef"
  }
  expect_failures = [var.vpc_origin_arn]
}

run "origin_mtls_lock_without_a_certificate" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["origin-mtls"]
      tags                            = {}
    }
  }
  expect_failures = [var.origin_mtls_certificate_arn]
}

run "origin_mtls_certificate_of_another_region" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["origin-mtls"]
      tags                            = {}
    }
    origin_mtls_certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"
  }
  expect_failures = [var.origin_mtls_certificate_arn]
}

run "secret_header_that_no_lock_asks_for" {
  command = plan
  variables {
    secret_header = { name = "x-origin-proof", value = "not-a-secret" }
  }
  expect_failures = [var.secret_header]
}

run "secret_header_lock_without_its_secret" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["secret-header"]
      tags                            = {}
    }
  }
  expect_failures = [var.secret_header]
}

run "secret_header_that_the_edge_reads" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["secret-header"]
      tags                            = {}
    }
    secret_header = { name = "x-ipseal-keys", value = "not-a-secret" }
  }
  expect_failures = [var.secret_header]
}

run "secret_header_in_place_of_the_assertion" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["secret-header"]
      tags                            = {}
    }
    secret_header = { name = "x-client-ip-assertion", value = "not-a-secret" }
  }
  expect_failures = [var.secret_header]
}
