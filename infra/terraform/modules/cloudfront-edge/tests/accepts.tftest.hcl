mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  contract = {
    prefix                          = "shop-prod"
    hosts                           = ["www.example.com", "*.shop.example.com"]
    origin                          = { domain = "origin.example.com", port = 8443 }
    assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
    client_ip_header                = "x-client-ip"
    signer                          = "cloudfront-function"
    signer_event                    = "viewer-request"
    header_in_origin_request_policy = true
    origin_locks                    = ["prefix-list"]
    tags                            = { "ipseal:path" = "shop" }
  }
}

run "a_cloudfront_function_with_nothing_but_its_file" {
  command = plan
}

run "the_longest_prefix_and_every_setting_at_its_limit" {
  command = plan
  variables {
    contract = {
      prefix                          = "shop-shop-shop-shop-production-"
      hosts                           = ["www.example.com"]
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["prefix-list"]
      tags                            = {}
    }
    origin_domain              = "k8s-shop-0123456789abcdef.elb.eu-central-1.amazonaws.com"
    origin_read_timeout        = 120
    origin_ip_address_type     = "dualstack"
    allowed_methods            = "read"
    minimum_protocol_version   = "TLSv1.3_2025"
    price_class                = "PriceClass_100"
    web_acl_arn                = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/00000000-0000-4000-8000-000000000000"
    forwarded_headers          = ["accept", "accept-language", "content-type", "origin", "referer", "user-agent", "x-requested-with", "range"]
    cache                      = { paths = ["/static/*", "/img/*.png"], default_ttl = 31536000, max_ttl = 31536000, query_strings = ["v", "w"] }
    log_destination_arn        = "arn:aws:logs:us-east-1:123456789012:log-group:/shop/cloudfront"
    log_fields                 = ["timestamp(ms)", "sc-status", "cs(User-Agent)"]
    alarms                     = { error_rate_percent = 0.5, function_failures = 10 }
    alarm_topic_arns           = ["arn:aws:sns:us-east-1:123456789012:alarms", "arn:aws:sns:eu-west-1:123456789012:alarms"]
    response_headers_policy_id = "67f7725c-6f97-4210-82d7-5512b31e9d03"
  }
}

run "a_bucket_for_the_log_and_no_query_in_the_key" {
  command = plan
  variables {
    log_destination_arn = "arn:aws:s3:::shop-logs"
    cache               = { paths = ["/static/*"], query_strings = [] }
  }
}

run "a_delivery_stream_for_the_log" {
  command = plan
  variables {
    log_destination_arn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/shop"
  }
}

run "origin_mtls_with_a_cloudfront_function" {
  command = plan
  variables {
    origin_mtls_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000001"
    contract = {
      prefix                          = "shop-prod"
      hosts                           = ["www.example.com"]
      origin                          = { domain = "origin.example.com", port = 443 }
      assertion                       = { header = "x-client-ip-assertion", issuer = "https://edge.example.com", audience = "origin-prod" }
      client_ip_header                = "x-client-ip"
      signer                          = "cloudfront-function"
      signer_event                    = "viewer-request"
      header_in_origin_request_policy = true
      origin_locks                    = ["origin-mtls", "prefix-list"]
      tags                            = {}
    }
  }
}

run "lambda_edge_behind_another_cdn_and_inside_the_vpc" {
  command = plan
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
      origin_locks                    = ["vpc-origin"]
      tags                            = {}
    }
    cloudfront_function = null
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod?region=us-east-1"
      read_policy_json = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"ReadPath\",\"Effect\":\"Allow\",\"Action\":\"ssm:GetParametersByPath\",\"Resource\":[\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod\",\"arn:aws:ssm:us-east-1:123456789012:parameter/ipseal/prod/*\"]}]}"
      memory_size      = 3008
    }
    vpc_origin_arn   = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/shop/0123456789abcdef"
    upstream_headers = ["cf-connecting-ip", "x-origin-proof"]
  }
}

run "lambda_edge_at_viewer_request_with_keys_in_every_region" {
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
    cloudfront_function = null
    lambda_edge = {
      package          = "versions.tf"
      key_reference    = "ssm:/ipseal/prod"
      read_policy_json = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"ReadPath\",\"Effect\":\"Allow\",\"Action\":[\"ssm:GetParametersByPath\"],\"Resource\":\"arn:aws:ssm:*:123456789012:parameter/ipseal/prod\"}}"
      memory_size      = 128
      regions          = ["us-east-1", "eu-central-1"]
    }
  }
}
