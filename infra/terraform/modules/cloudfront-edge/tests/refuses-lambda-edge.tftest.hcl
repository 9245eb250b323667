mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  contract = {
    prefix                          = "shop-prod"
    hosts                           = ["www.example.com"]
    origin                          = { domain = "origin.example.com", port = 443 }
    assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
    client_ip_header                = "x-client-ip"
    signer                          = "lambda-edge"
    signer_event                    = "origin-request"
    header_in_origin_request_policy = false
    origin_locks                    = ["prefix-list"]
    tags                            = {}
  }
  cloudfront_function = null
  lambda_edge = {
    package          = "versions.tf"
    key_reference    = "ssm:/ipseal/prod?region=us-east-1"
    read_policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
  }
}

run "no_lambda_at_all" {
  command = plan
  variables {
    lambda_edge = null
  }
  expect_failures = [var.lambda_edge]
}

run "a_cloudfront_function_beside_lambda_edge" {
  command = plan
  variables {
    cloudfront_function = { code = "versions.tf" }
  }
  expect_failures = [var.cloudfront_function]
}

run "a_package_that_is_not_there" {
  command = plan
  variables {
    lambda_edge = {
      package          = "dist/functions/none.zip"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
    }
  }
  expect_failures = [var.lambda_edge]
}

run "key_reference_of_a_writer" {
  command = plan
  variables {
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1&kms=alias/ipseal"
      read_policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
    }
  }
  expect_failures = [aws_cloudfront_distribution.this]
}

run "key_reference_that_is_a_key" {
  command = plan
  variables {
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "{\"kty\":\"EC\"}"
      read_policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
    }
  }
  expect_failures = [aws_cloudfront_distribution.this]
}

run "read_policy_of_every_action" {
  command = plan
  variables {
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:*\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
    }
  }
  expect_failures = [var.lambda_edge]
}

run "read_policy_of_every_resource" {
  command = plan
  variables {
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"*\"}]}"
    }
  }
  expect_failures = [var.lambda_edge]
}

run "read_policy_that_is_no_policy" {
  command = plan
  variables {
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "arn:aws:iam::123456789012:policy/read"
    }
  }
  expect_failures = [var.lambda_edge]
}

run "memory_beyond_a_viewer_event" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "lambda-edge"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["prefix-list"]
      tags                            = {}
    }
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
      memory_size      = 256
    }
  }
  expect_failures = [var.lambda_edge]
}

run "regions_without_the_first_of_them" {
  command = plan
  variables {
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
      regions          = ["eu-central-1"]
    }
  }
  expect_failures = [var.lambda_edge]
}

run "regions_that_are_none" {
  command = plan
  variables {
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
      regions          = ["us-east-1", "EU"]
    }
  }
  expect_failures = [var.lambda_edge]
}

run "log_retention_that_cloudwatch_does_not_take" {
  command = plan
  variables {
    lambda_edge = {
      package            = "versions.tf"
      key_reference      = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json   = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\"}]}"
      log_retention_days = 45
    }
  }
  expect_failures = [var.lambda_edge]
}

run "upstream_header_with_an_underscore" {
  command = plan
  variables {
    upstream_headers = ["cf_connecting_ip"]
  }
  expect_failures = [var.upstream_headers]
}

run "upstream_header_that_is_the_assertion" {
  command = plan
  variables {
    upstream_headers = ["x-client-ip-assertion"]
  }
  expect_failures = [var.upstream_headers]
}

run "upstream_header_that_the_verifier_writes" {
  command = plan
  variables {
    upstream_headers = ["x-client-ip"]
  }
  expect_failures = [var.upstream_headers]
}
